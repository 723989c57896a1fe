"""Taking the volunteer's oath: the own act, or read out at a desk and witnessed. Nothing waits for it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit import clock
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.people import locked, queries
from baiying.people.models import Oath, OathWay, Person
from baiying.people.rules.oath import version_of


class OathChanged(Refused):
    """What was sent is not the words of today: they are shown anew."""

    code = "oath_changed"
    sentence = _("誓词刚刚换成了现在这一份。请再看一遍。")


@transaction.atomic
def take_oath(*, person: Person, version: str, at: datetime) -> Oath:
    """The person's own act (`access.oneself`). Again gives the first. Refuses: OathChanged."""
    locked.person(person.pk)
    before = queries.oath_of(person.pk)
    if before is not None:
        return before
    if not version or version != _in_force(person, at):
        raise OathChanged
    return Oath.objects.create(person=person, version=version, taken_at=at, way=OathWay.SELF)


def note_read_out(*, person: Person, witness: int, at: datetime) -> None:
    """Read out while somebody was registered at a desk, who said it too; the clerk witnessed it. Part of that
    transaction; where the area has no oath nothing is written."""
    if version := _in_force(person, at):
        Oath.objects.create(person=person, version=version, taken_at=at, way=OathWay.DESK, witness_id=witness)


def _in_force(person: Person, at: datetime) -> str:
    return version_of(queries.oath_words(person.residence.path, clock.local_date(at)))
