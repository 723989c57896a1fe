"""The volunteer's oath: the words in force, and whether somebody took it. Asked for one human only, by that human."""

from collections.abc import Sequence
from datetime import date

from baiying.people.models import Oath
from baiying.people.queries.merged import records_of
from baiying.people.rules.oath import OathRules, version_of
from baiying.places import queries as places


def oath_words(area_path: Sequence[int], on: date) -> str:
    """The words that hold in an area on a day; empty where it has none."""
    return places.rule_set(OathRules, area_path=area_path, on=on).rules.text.strip()


def oath_of(person_id: int) -> Oath | None:
    """The oath of a human, by whichever record it was taken."""
    return Oath.objects.filter(person_id__in=records_of(person_id)).order_by("taken_at", "id").first()


def words_of_oath(version: str) -> str:
    """The words of a version, from whichever area and day; empty where nobody has them any more."""
    texts = (str(row.values.get("text", "")) for row in places.rule_sets(OathRules.KIND))
    return next((text for text in (OathRules().text, *texts) if version_of(text) == version), "")
