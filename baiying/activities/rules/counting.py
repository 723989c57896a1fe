"""Persons and sign-ups are two numbers: nine sign-ups of three persons are never nine people. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heads:
    """How many persons, and how many times they are meant."""

    persons: int
    times: int

    @property
    def is_plain(self) -> bool:
        """Whether everybody is meant once, so that one number says all."""
        return self.persons == self.times


def heads(person_ids: Iterable[int]) -> Heads:
    """Count whose sign-ups these are."""
    found = list(person_ids)
    return Heads(len(set(found)), len(found))
