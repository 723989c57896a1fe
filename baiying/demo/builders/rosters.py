"""Rosters with their invitations."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from baiying.demo.builders.when import NOW, next_number
from baiying.kit import clock
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


def drive(body: teams.Body, *, at: datetime = NOW, days: int = 30) -> rosters.Drive:
    """An open drive with one source, up to so many days from now."""
    ends_on = clock.local_date(at + timedelta(days=days))
    row = rosters.DriveRow(body.area_id, "春季招募", ends_on, at - timedelta(days=1), 1, body_id=body.pk)
    rosters.add_drives([row])
    rosters.add_sources([rosters.SourceRow(row.id, "食堂")])
    return rosters.Drive.objects.get(pk=row.id)


def paper(invitation: rosters.Invitation, *, at: datetime = NOW) -> rosters.Paper:
    """A consent that a mother signed on paper, read in the day after."""
    signed = at - timedelta(days=1)
    row = rosters.PaperRow(invitation.pk, "3", "mother", {"guardian": True}, signed, at, 1)
    rosters.add_papers([row])
    return rosters.Paper.objects.get(pk=row.id)


def line(name: str, *, number: int = 2) -> rosters.Line:
    """Somebody on a roster without the number of a document."""
    return rosters.Line(number, name, guardian_phone=f"1990003{next_number():04}", group="三年级1班")
