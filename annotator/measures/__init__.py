"""One file a measure of agreement: counts in, one number out, or the reason why there is none.

A module here that ends in ``MEASURE = Measure(…)`` is shown by every door; nothing else needs to know it. Measures
know nothing of files, databases or pages, and import nothing of each other.
"""
