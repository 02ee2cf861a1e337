"""Actors by actors: who took the same side on how many instruments."""

from annotator.formats._graphml import format_of

FORMAT = format_of("congruence", "graphml-congruence", "GraphML, the network of actors on the same side")
