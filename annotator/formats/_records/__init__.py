"""JSON as the formats read it: strictly, by key and type, with the place of each value at hand."""
