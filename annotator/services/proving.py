"""Proving: whether a file is what its format promises."""

from annotator.formats.tei.check import check_tei

__all__ = ["check_tei"]
