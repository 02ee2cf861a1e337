"""Whole numbers that people type: none is greater than a database holds."""

import click

LARGEST = 2**31 - 1
NUMBER = click.IntRange(1, LARGEST)
"""Of a version, a round, an edition; or how many."""
NUMBER_OR_NONE = click.IntRange(0, LARGEST)
"""The same, where 0 is what was before the first."""
