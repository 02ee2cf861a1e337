"""Codebooks as REFI-QDA ``.qdc``, which NVivo, MAXQDA, ATLAS.ti and others exchange.

No corpus is in such a file, so it is no plug-in beside the formats that hold one.
"""
