"""Offices of units and teams in a list of appointments (U33): found by name or credit code, asked line by line."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from baiying.kit import clock
from baiying.kit.db import offered
from baiying.kit.listed import Grant, ListedOffice, Place, Sought
from baiying.kit.values.actor import Actor
from baiying.places import queries as places
from baiying.teams import locked
from baiying.teams.actions import listed, refusals
from baiying.teams.models import Body, Office, OfficeKind, Team
from baiying.teams.rights import Right

# What a list has given holds for every office that reads it: a unit has an administrator once, whoever asked.
_NOBODY = ("", None)


def _tidy(text: str) -> str:
    """A name as it is looked for: one width, no blanks around; a credit code in capitals."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain.upper() if len(plain) == 18 and plain.isascii() else plain


class _Listed(ListedOffice):
    """What both offices have in common: the rows of `Office` of one kind."""

    kind: OfficeKind
    right = Right.MANAGE_BODIES

    def word(self, text: str) -> str:
        return _tidy(text)

    def held(self, account_ids: Collection[int], at: datetime) -> dict[tuple[int, int], list[Grant]]:
        rows = Office.objects.filter(offered.given(at), kind=self.kind, account_id__in=list(account_ids))
        rows = rows.filter(Q(until__isnull=True) | Q(until__gt=at), declined_at__isnull=True)
        found: dict[tuple[int, int], list[Grant]] = {}
        for one in rows:
            grant = Grant(_NOBODY, clock.local_date(one.starts_at), one.last_day)
            found.setdefault((one.account_id, self._thing_of(one)), []).append(grant)
        return found

    def give(
        self, *, thing_id: int, account_id: int, last_day: date | None, list_id: int, actor: Actor, at: datetime
    ) -> None:
        """Refuses also: UnitGone, TeamGone, UnitElsewhere, OwnOffice, TermOver, UnitAdminUnderAge."""
        body, team = self._both(thing_id)
        listed.give(body, team, account_id, last_day=last_day, list_id=list_id, actor=actor, at=at)

    def withdraw(self, *, list_id: int, actor: Actor, at: datetime) -> int:
        return listed.withdraw(self.kind, list_id=list_id, actor=actor, at=at)

    def tell_withdrawn(self, *, list_id: int, since: datetime, at: datetime) -> int:
        return listed.tell_withdrawn(self.kind, list_id=list_id, since=since, at=at)

    def answers(self, list_id: int) -> Mapping[str, int]:
        waits = Q(accepted_at__isnull=True, declined_at__isnull=True, ended_by_id__isnull=True)
        found: dict[str, int] = Office.objects.filter(listing_id=list_id, kind=self.kind).aggregate(
            accepted=Count("pk", filter=Q(accepted_at__isnull=False)),
            declined=Count("pk", filter=Q(declined_at__isnull=False)),
            waiting=Count("pk", filter=waits),
        )
        return found

    def _thing_of(self, row: Office) -> int:
        raise NotImplementedError

    def _both(self, thing_id: int) -> tuple[Body, Team | None]:
        raise NotImplementedError


class UnitAdmins(_Listed):
    role = kind = OfficeKind.UNIT_ADMIN
    label = _("单位管理员")
    words = ("单位管理员", "管理员")
    column = "place"
    has_term = True

    def seek(self, words: Collection[str], within: int | None, at: datetime) -> Sought:
        named = Q(name__in=words) | Q(credit_code__in=[word for word in words if len(word) == 18])
        rows = Body.objects.filter(named).select_related("area")
        return _sort(
            ((row, row.area.path, (row.name, row.credit_code), ()) for row in rows), words, within,
            {row.pk: row.closed_at is not None for row in rows},
        )  # fmt: skip

    def names(self, ids: Collection[int]) -> dict[int, str]:
        return dict(Body.objects.filter(pk__in=list(ids)).values_list("pk", "name"))

    def area_of(self, thing_id: int) -> int:
        return Body.objects.values_list("area_id", flat=True).get(pk=thing_id)

    def lock(self, thing_id: int) -> None:
        locked.body(thing_id)

    def _thing_of(self, row: Office) -> int:
        return row.body_id

    def _both(self, thing_id: int) -> tuple[Body, Team | None]:
        return Body.objects.select_related("area").get(pk=thing_id), None


class TeamLeaders(_Listed):
    role = kind = OfficeKind.TEAM_LEADER
    label = _("队长")
    words = ("队长", "领队")
    column = "team"
    has_term = False

    def seek(self, words: Collection[str], within: int | None, at: datetime) -> Sought:
        rows = Team.objects.filter(name__in=words).select_related("body__area", "area")
        return _sort(
            ((row, row.body.area.path, (row.name,), (row.body.name, row.body.credit_code)) for row in rows), words,
            within, {row.pk: row.closed_at is not None or row.body.closed_at is not None for row in rows},
        )  # fmt: skip

    def names(self, ids: Collection[int]) -> dict[int, str]:
        rows = Team.objects.filter(pk__in=list(ids)).values_list("pk", "body__name", "name")
        return {pk: f"{body} {name}" for pk, body, name in rows}

    def area_of(self, thing_id: int) -> int:
        return Team.objects.values_list("body__area_id", flat=True).get(pk=thing_id)

    def lock(self, thing_id: int) -> None:
        locked.body(Team.objects.values_list("body_id", flat=True).get(pk=thing_id))

    def _thing_of(self, row: Office) -> int:
        return row.team_id or 0

    def _both(self, thing_id: int) -> tuple[Body, Team | None]:
        team = Team.objects.select_related("body__area").get(pk=thing_id)
        if team.closed_at is not None:
            raise refusals.TeamGone
        return team.body, team


def _sort(
    found: Iterable[tuple[Body | Team, list[int], tuple[str, ...], tuple[str, ...]]],
    words: Collection[str],
    within: int | None,
    closed: Mapping[int, bool],
) -> Sought:
    """Each thing under the words that mean it: standing inside the area, closed, or elsewhere (of which nothing else is
    told)."""
    rows = list(found)
    above = places.divisions_by_id({pk for _row, path, _words, _more in rows for pk in path})
    sought = Sought()
    for row, path, said, more in rows:
        for word in set(said) & set(words):
            if within is not None and within not in path:
                sought.outside.add(word)
            elif closed[row.pk]:
                sought.closed.add(word)
            else:
                areas = tuple(above[up].name for up in path if up in above)
                place = Place(row.pk, row.name, "", "", tuple(path), (*areas, *more))
                sought.by_word.setdefault(word, []).append(place)
    return sought


LISTED: Mapping[str, ListedOffice] = {str(one.role): one for one in (UnitAdmins(), TeamLeaders())}
