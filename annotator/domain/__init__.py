"""Values and rules of annotation: standard library only, no I/O, no clock, no randomness.

Everything here can be understood, and tested, without a database, a browser or a network.
What is in this folder may be imported from anywhere; it imports nothing but itself.
"""
