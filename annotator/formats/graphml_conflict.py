"""Actors by actors: who took opposite sides on how many instruments."""

from annotator.formats._graphml import format_of

FORMAT = format_of("conflict", "graphml-conflict", "GraphML, the network of actors on opposite sides")
