"""A village for who stands at a county, city or province, from before a home had to be a village or a township.

Nobody is moved by the program. The volunteer chooses; or an office does after asking, and the volunteer hears of it.
What was served before stays where it was counted: a home holds from the moment when it is set.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.people import access, locked, queries
from baiying.people.actions import profiles, telling
from baiying.people.models import Person
from baiying.places import queries as places


class HasHome(Refused):
    code = "has_home"
    sentence = _("这位志愿者的居住地已经填好了。要再改，请本人在“我的资料”里改。")


class AskedHowMissing(Refused):
    code = "asked_how_missing"
    sentence = _("请写明是怎么问到本人的。")
    field = "words"
    status = 422


@transaction.atomic
def choose_home(*, person: Person, area_id: int, actor: Actor, at: datetime) -> Person:
    """The volunteer (or who acts for the child) says in which village it is. The same again changes nothing.

    Refuses: NoHome, HasHome.
    """
    row, _changed = _set(person, area_id, "", actor, at)
    return row


@transaction.atomic
def set_home(*, person: Person, area_id: int, words: str, actor: Actor, at: datetime) -> Person:
    """An office sets it after asking; `words` say how. The volunteer is told, and may change it alone.

    The same again changes nothing. Refuses: OwnMatter, AskedHowMissing, NoHome, HasHome.
    """
    access.refuse_own(actor, person.pk)
    words = words.strip()[:120]
    if not words:
        raise AskedHowMissing
    row, changed = _set(person, area_id, words, actor, at)
    if changed:
        area = places.division_by_id(area_id)
        said = translate(
            "工作人员问过以后，把您的居住地填成了%(area)s。从现在起这样算，以前的记录不变。不对的话，可以在“我的资料”里改。"
        ) % {"area": area.name if area is not None else ""}
        telling.tell(row, kind="home_set", text=said, at=at, link="/mine/profile/")
    return row


def _set(person: Person, area_id: int, words: str, actor: Actor, at: datetime) -> tuple[Person, bool]:
    """Both places that are none yet are that one now; whether anything changed."""
    row = locked.person(person.pk)
    missing = queries.homes_missing(row)
    if not missing:
        if area_id in {row.residence_id, row.service_area_id}:
            return row, False
        raise HasHome
    profiles.refuse_no_home(area_id)
    before = row.residence_id
    for name in missing:
        setattr(row, f"{name}_id", area_id)
    row.areas_since = profiles.since(row, at)
    row.save(update_fields=[*missing, "areas_since"])
    audit.record(
        "HomeSet", actor=actor, at=at, subject=("person", row.pk), area_id=area_id,
        detail={"before": before, "fields": missing, **({"words": words} if words else {})},
    )  # fmt: skip
    return row, True


@transaction.atomic
def choose_home_later(*, person: Person, at: datetime) -> None:
    """The volunteer was asked and does not choose now: asked once, the page of the day is quiet about it."""
    Person.objects.filter(pk=person.pk, home_later_at__isnull=True).update(home_later_at=at)
