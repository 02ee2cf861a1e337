"""Waiting for something to come to pass, for as long as a machine may take that does other things as well."""

import time

PATIENCE = 60  # seconds


def until(found, patience=PATIENCE):
    """What ``found()`` gives as soon as it is true."""
    end = time.monotonic() + patience
    while not (result := found()):
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)
    return result
