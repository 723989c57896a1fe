"""Whether this process was told to stop: long work that another can go on with begins nothing new."""

import threading

_told = threading.Event()


def tell() -> None:
    """From now on this process only finishes what it has in its hands."""
    _told.set()


def is_told() -> bool:
    return _told.is_set()
