"""The calendar of working days, a year at a time (Order 67 art. 11; domain 5.5)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate

from baiying.kit import clock
from baiying.kit.admission import Asking, needs
from baiying.kit.errors import Refused
from baiying.kit.values import numbers
from baiying.places import actions, queries
from baiying.places.forms import EnterCalendar
from baiying.places.models import CalendarDay
from baiying.places.rights import Right
from baiying.ui import flash, shown
from baiying.ui.answers import refuse


@needs(Right.EDIT_CALENDAR)
@shown.one_at_a_time
def calendar(request: Asking) -> HttpResponse:
    """One year: its months with the days that differ, and the lines to edit."""
    this_year = clock.local_date(clock.now()).year
    wish = request.POST.get("year") or request.GET.get("year") or ""
    year = numbers.whole(wish, least=2000, most=2100) or this_year
    rows = list(queries.days_of_year(year))
    start = {"year": year, "days": _lines(rows), "source": rows[0].source if rows else ""}
    form = EnterCalendar(request.POST if request.method == "POST" else None, initial=start)
    shown.guard(request, form, shown.Thing("calendar", year, ("CalendarEntered",)), only=("days", "source"))
    if request.method != "POST":
        return _page(request, year, rows, form, 200)
    if form.is_valid():
        try:
            done = actions.enter_calendar(
                year=year, days=form.cleaned_data["parsed"], source=form.cleaned_data["source"],
                actor=request.actor, at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            refuse(form, refusal)
        else:
            told = translate("%(year)s 年日历已保存，共 %(n)s 天。") % {"year": year, "n": done.days}
            flash.done(request, " ".join([told, *_beyond(done)]))
            return HttpResponseRedirect(f"{reverse('places:calendar')}?year={year}", status=303)
    return _page(request, year, rows, form, 422)


def _beyond(done: actions.Entered) -> list[str]:
    """What became of days of the years beside the one entered."""
    told = []
    for days, words in (
        (done.beyond, translate("%(days)s 已记在它自己的年份里。")),
        (done.left_out, translate("%(days)s 属于还没有录入的年份，没有保存，请到那一年补上。")),
    ):
        if days:
            told.append(words % {"days": translate("、").join(day.isoformat() for day in days)})
    return told


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring days with one name and one meaning."""

    first: date
    last: date
    is_working: bool
    name: str

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def line(self) -> str:
        days = f"{self.first}" if self.first == self.last else f"{self.first} 至 {self.last}"
        return f"{days} {'班' if self.is_working else '休'} {self.name}"


def _spans(rows: list[CalendarDay]) -> list[Span]:
    spans: list[Span] = []
    for row in rows:
        last = spans[-1] if spans else None
        same = last is not None and (last.is_working, last.name) == (row.is_working, row.name)
        if last is not None and same and last.last == row.day - timedelta(days=1):
            spans[-1] = Span(last.first, row.day, last.is_working, last.name)
        else:
            spans.append(Span(row.day, row.day, row.is_working, row.name))
    return spans


def _lines(rows: list[CalendarDay]) -> str:
    """The days as lines that can be edited and read again."""
    return "\n".join(span.line for span in _spans(rows))


def _page(request: Asking, year: int, rows: list[CalendarDay], form: EnterCalendar, status: int) -> HttpResponse:
    this_year = clock.local_date(clock.now()).year
    years = sorted({*queries.known_years(), this_year, this_year + 1, year}, reverse=True)
    home = reverse("places:calendar")
    context = {
        "year": year,
        "known": bool(rows),
        "spans": _spans(rows),
        "form": form,
        "tabs": [(str(one), f"{home}?year={one}", one == year, None) for one in years],
        "off": sum(not row.is_working for row in rows),
        "work": sum(row.is_working for row in rows),
        "source": rows[0].source if rows else "",
    }
    return render(request, "places/calendar.html", context, status=status)
