"""Which rules of registration begin a new use of personal data, to be assessed first (PIPL art. 55)."""

from baiying.people.rules import RegistrationRules


def younger(before: RegistrationRules, after: RegistrationRules) -> bool:
    """Whether data of children begin to be handled that were not: they register at a younger age, or a guardian is
    asked only below a lower one (PIPL art. 28, 55)."""
    ages = ("min_self_age", "separate_consent_below", "adult_age")
    return any(getattr(after, name) < getattr(before, name) for name in ages)
