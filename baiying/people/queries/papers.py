"""What is printed for a guardian to sign, which print is still good, and what a paper says of whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from baiying.kit.values import identifiers
from baiying.people import rules
from baiying.people.models import Relation
from baiying.people.queries.catalogues import registration_rules
from baiying.people.rules import papers
from baiying.people.rules.papers import PaperAnswer as PaperAnswer
from baiying.people.rules.papers import unasked as unasked
from baiying.places import queries as places


@dataclass(frozen=True, slots=True)
class Printed:
    """What goes on paper for one child: the `version`, its `purposes` apart, the text (a template)."""

    version: str
    purposes: tuple[str, ...]
    text: str


def to_sign(birth: date | None, area_path: Sequence[int], on: date, *, version: str = "") -> Printed | None:
    """What the guardian of a child of that birthday is asked on paper on a day, by a version or the one in force; None
    for who is of age. Where the birthday is not known it is what is asked about the youngest."""
    given = registration_rules(area_path, on)
    age = identifiers.age_on(birth, on) if birth is not None else given.family_only_below
    if age >= given.adult_age:
        return None
    version = version or given.consent_version
    text = f"people/consents/{rules.guardian_purpose(age, given)}-{version}.html"
    return Printed(version, tuple(papers.asked_by(version, rules.guardian_purposes(age, given))), text)


def version_in_force(area_path: Sequence[int], on: date) -> str:
    return registration_rules(area_path, on).consent_version


def versions_good_on(area_path: Sequence[int], signed_on: date, days: int) -> set[str]:
    """The versions of the text that may be signed on a day: in force on it, or on one of so many days before."""
    read = places.rule_reader(rules.RegistrationRules)
    return {read(area_path, signed_on - timedelta(days=n)).rules.consent_version for n in range(days + 1)}


def relations() -> list[tuple[str, str]]:
    """What one may be to a child, as it stands on the paper."""
    return [(code, str(name)) for code, name in Relation.choices]
