"""Annotate articles in a team: highlight spans, compare annotators, export TEI and JSONL."""

__version__ = "0.1.0"
