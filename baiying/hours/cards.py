"""What this room shows a volunteer today."""

from datetime import datetime, timedelta

from baiying.activities import queries as activities
from baiying.hours import access, queries
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.teams import queries as teams
from baiying.ui.cards import Card

_LED_SHOWN = 6
_OPEN_SHOWN = 4
_WAITING_SHOWN = 3
_LAST_SHOWN = 6


def led(person_id: int, account_id: int | None, at: datetime) -> Card | None:
    """The shifts of today that the reader leads, in the order of time, with who came: they open the day (P18).

    Before them what earlier ones still want of the leader, and until when it can be said.
    """
    if account_id is None:
        return None
    start = clock.midnight(clock.local_date(at))
    rows = activities.led_shifts(account_id, teams.led_team_ids(account_id, at), start, start + timedelta(days=1))
    shifts = list(rows[:_LED_SHOWN])
    counts = queries.head_counts([shift.pk for shift in shifts])
    # The one that is on, or comes next, has the button that is seen first.
    now = next((shift.pk for shift in shifts if shift.ends_at > at), None)
    lines = [(shift, counts[shift.pk], shift.pk == now) for shift in shifts]
    # What an earlier day left open comes first: nobody else can say it, and not for ever.
    left = [(row, queries.until_words(row)) for row in queries.led_unfinished(account_id, at) if row.ends_at < start]
    values = {
        "lines": lines,
        "open": left[:_OPEN_SHOWN],
        "more": len(left) > _OPEN_SHOWN,
        "doubts": queries.led_in_doubt(account_id, at)[:_LED_SHOWN],
    }
    return Card("hours/parts/today_led.html", values, first=True) if lines or left or values["doubts"] else None


def waiting(person_id: int, account_id: int | None, at: datetime) -> Card | None:
    """What is still open about the own hours, and who has to act."""
    cases = [case for case in queries.waiting_cases(person_id, at) if case.state != "serving"][:_WAITING_SHOWN]
    return Card("hours/parts/today_waiting.html", {"cases": cases}) if cases else None


def year(person_id: int, account_id: int | None, at: datetime) -> Card:
    """The two sums of this year."""
    this_year = clock.local_date(at).year
    return Card("hours/parts/today_year.html", {"year": this_year, "totals": queries.totals_of(person_id, this_year)})


def of_person(person_id: int, actor: Actor, at: datetime) -> Card:
    """How many hours somebody has: this year, all years, and the last services with what became of them (O6).

    The lines open in the ledger for whom may see hours.
    """
    this_year = clock.local_date(at).year
    cases = queries.last_cases(person_id, _LAST_SHOWN, at)
    values = {
        "year": this_year,
        "totals": queries.totals_of(person_id, this_year),
        "ever": queries.totals_ever(person_id),
        "cases": cases,
        "opens": access.openable(actor, [entry for case in cases for entry in case.entries]),
    }
    return Card("hours/parts/of_person.html", values)
