"""Rosters with their invitations."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from baiying.demo.builders.when import NOW, next_number
from baiying.rosters import bulk as rosters
from baiying.teams import bulk as teams


def roster(body: teams.Body, lines: Sequence[rosters.Line] = (), *, at: datetime = NOW) -> rosters.Roster:
    """A roster that was sent; of three pupils of one class if nothing is said."""
    n = next_number()
    given = lines or [
        rosters.Line(at + 2, f"王小{sign}", guardian_phone=f"1990003{n:04}", group="三年级1班")
        for at, sign in enumerate("甲乙丙")
    ]
    sent = at - timedelta(days=1)
    row = rosters.sent(given, area_id=body.area_id, body_id=body.pk, title="名册.xlsx", made_at=sent, made_by_id=1)
    rosters.add_rosters([row])
    rosters.add_invitations([rosters.invitation(row, line) for line in given])
    return rosters.Roster.objects.get(pk=row.id)


def invitation(body: teams.Body, *, at: datetime = NOW) -> rosters.Invitation:
    """The first invitation of such a roster."""
    return rosters.Invitation.objects.filter(roster=roster(body, at=at)).order_by("line")[0]


def line(name: str, *, number: int = 2) -> rosters.Line:
    """Somebody on a roster without the number of a document."""
    return rosters.Line(number, name, guardian_phone=f"1990003{next_number():04}", group="三年级1班")
