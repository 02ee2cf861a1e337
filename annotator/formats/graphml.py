"""Actors by instruments, signed by the side that they take."""

from annotator.formats._graphml import format_of

FORMAT = format_of("affiliation", "graphml", "GraphML, the network of actors and instruments")
