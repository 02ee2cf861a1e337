"""The HTTP API under /api/v1: one file a resource. A script's writes go through the same services as a page's.

What a resource takes and answers is written down once, as types: they decode requests, encode answers, and
become the OpenAPI description.
"""
