"""The instants and the counter that all builders share."""

from datetime import UTC, datetime
from itertools import count

# A Tuesday morning; the same instant in every test that does not say otherwise.
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
LONG_AGO = datetime(2024, 3, 1, 1, 0, tzinfo=UTC)

_numbers = count(1)


def next_number() -> int:
    return next(_numbers)
