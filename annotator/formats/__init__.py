"""One file a format: a snapshot of a corpus becomes bytes, bytes become an arrival.

A module here that ends in ``FORMAT = Format(…)`` is offered by every door; nothing else needs to know it.
Formats query nothing and import nothing of each other.
"""
