"""A leak, step by step, on one page: contain it, whose data it was, who is told, close it with a report."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, needs
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.people import queries as people
from baiying.privacy import access, actions, queries
from baiying.privacy.guarding_forms import (
    BreachForm,
    ConclusionForm,
    MarkForm,
    NumbersForm,
    SpareForm,
    StepForm,
)
from baiying.privacy.models import Breach
from baiying.privacy.rights import Right
from baiying.privacy.views.guarding import own_area
from baiying.ui import flash, formats
from baiying.ui.answers import pressed, refuse, see_other

# So many unknown numbers are named; more are counted.
_NAMED = 20
MISSING = {
    "contain": gettext_lazy("写下怎样止住了"),
    "authority": gettext_lazy("写下向哪里报告了"),
    "decide": gettext_lazy("决定通知本人，或写明为什么不用"),
    "tell": gettext_lazy("通知到每一个人，没有手机的当面交信"),
}


@needs(Right.GUARD_DATA)
@require_safe
def breaches(request: Asking) -> HttpResponse:
    """All cases of the area, the open ones first."""
    rows = list(queries.breaches_within(accounts.scope_of(request.actor, Right.GUARD_DATA)))
    context = {
        "open": [(row, queries.clocks_of(row), queries.missing(row)) for row in rows if row.ended_at is None],
        "ended": [row for row in rows if row.ended_at is not None],
    }
    return render(request, "privacy/breaches.html", context)


@needs(Right.GUARD_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Asking) -> HttpResponse:
    """Begin a case."""
    area_id, at = own_area(request), clock.now()
    form = BreachForm(request.POST or None, initial={"source": new_public_id(), "found_at": clock.local(at)})
    if request.method == "POST" and form.is_valid():
        source = form.cleaned_data["source"]
        try:
            row = actions.open_breach(given=form.given(), area_id=area_id, source=source, actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已开始。先止住，再找出涉及哪些人。"))
            return see_other(_address(row))
    return render(request, "privacy/breach_new.html", {"form": form}, status=422 if form.errors else 200)


def _address(row: Breach) -> str:
    return reverse("privacy:breach", args=[row.public_id])


def _facts(row: Breach) -> dict[str, Any]:
    """What the page and the report say of a case."""
    steps = queries.steps_of(row)
    who = {row.opened_by_id, row.told_by_id, row.ended_by_id, *(one.by_id for one in steps)}
    names = account_rows.names_of([pk for pk in who if pk is not None])
    contact = queries.contact_line(row.area.path, clock.now())
    return {
        "row": row,
        "clocks": queries.clocks_of(row),
        "concerned": queries.concerned(row),
        "files": queries.marks_of(row),
        "missing": queries.missing(row),
        "steps": [
            {"title": one.get_kind_display(), "who": names.get(one.by_id, ""), "at": one.done_at, "why": one.words}
            for one in steps
        ],
        "opened_by": names.get(row.opened_by_id, ""),
        "told_by": names.get(row.told_by_id or 0, ""),
        "ended_by": names.get(row.ended_by_id or 0, ""),
        "text": str(actions.text_of(row, contact)),
    }


def _page(request: Asking, row: Breach, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        **_facts(row),
        "mark_form": MarkForm(),
        "numbers_form": NumbersForm(),
        "step_form": StepForm(initial={"source": new_public_id(), "done_at": clock.local(clock.now())}),
        "spare_form": SpareForm(),
        "end_form": ConclusionForm(),
        **more,
    }
    context["lacks"] = [MISSING[code] for code in context["missing"]]
    return render(request, "privacy/breach.html", context, status=status)


@needs(Right.GUARD_DATA)
@never_cache
@require_safe
def breach(request: Asking, breach_pid: str) -> HttpResponse:
    """One case."""
    return _page(request, access.breach_for(request.actor, breach_pid))


def _pressed(
    request: Asking,
    row: Breach,
    named: tuple[str, forms.Form],
    act: Callable[..., Any],
    said: str | Promise | Callable[[Any], str],
) -> HttpResponse:
    """Carry out what a form of the page asks for; where it does not hold, the page again with what was typed."""

    def then(done: Any) -> HttpResponse:
        flash.done(request, said(done) if callable(said) else said)
        return see_other(_address(row))

    acted = partial(act, breach_id=row.pk, actor=request.actor, at=clock.now())
    return pressed(named, acted, partial(_page, request, row), then)


@needs(Right.GUARD_DATA)
@require_POST
def steps(request: Asking, breach_pid: str) -> HttpResponse:
    row = access.breach_for(request.actor, breach_pid)
    return _pressed(request, row, ("step_form", StepForm(request.POST)), actions.add_step, gettext_lazy("已记下。"))


def _found(done: actions.Gathered) -> str:
    said = [_("找出的人：%(n)s") % {"n": done.added}]
    if done.known:
        said.append(_("%(n)s 人原来就在") % {"n": done.known})
    if done.outside:
        said.append(_("%(n)s 人不在本地区，请上一级也处置") % {"n": done.outside})
    if done.unknown:
        words = _("%(n)s 个编号没有找到：%(which)s")
        said.append(words % {"n": len(done.unknown), "which": formats.listed(done.unknown[:_NAMED])})
    return formats.listed(said, "；") + "。"


@needs(Right.GUARD_DATA)
@require_POST
def people_of_file(request: Asking, breach_pid: str) -> HttpResponse:
    """Whoever stood in a file that was taken out."""
    row = access.breach_for(request.actor, breach_pid)
    scope = accounts.scope_of(request.actor, Right.GUARD_DATA)

    def act(**given: Any) -> actions.Gathered:
        return actions.gather_from_file(scope=scope, **given)

    return _pressed(request, row, ("mark_form", MarkForm(request.POST)), act, _found)


@needs(Right.GUARD_DATA)
@require_POST
def people_of_numbers(request: Asking, breach_pid: str) -> HttpResponse:
    """Whoever stands on a list."""
    row = access.breach_for(request.actor, breach_pid)
    scope = accounts.scope_of(request.actor, Right.GUARD_DATA)

    def act(**given: Any) -> actions.Gathered:
        return actions.gather_from_numbers(scope=scope, **given)

    return _pressed(request, row, ("numbers_form", NumbersForm(request.POST)), act, _found)


@needs(Right.GUARD_DATA)
@require_POST
def telling(request: Asking, breach_pid: str) -> HttpResponse:
    """Tell those concerned, and nobody else."""
    row = access.breach_for(request.actor, breach_pid)
    said = gettext_lazy("正在通知。没有手机的会列在下面，打印后当面交给本人或监护人。")
    return _pressed(request, row, ("tell_form", forms.Form(request.POST)), actions.decide_telling, said)


@needs(Right.GUARD_DATA)
@require_POST
def sparing(request: Asking, breach_pid: str) -> HttpResponse:
    """Nobody need be told, and why."""
    row = access.breach_for(request.actor, breach_pid)
    said = gettext_lazy("已记下原因。主管部门要求通知的，仍可以通知。")
    return _pressed(request, row, ("spare_form", SpareForm(request.POST)), actions.spare_telling, said)


@needs(Right.GUARD_DATA)
@require_POST
def end(request: Asking, breach_pid: str) -> HttpResponse:
    row = access.breach_for(request.actor, breach_pid)
    said = gettext_lazy("已结束。报告可以打印。")
    return _pressed(request, row, ("end_form", ConclusionForm(request.POST)), actions.end_breach, said)


@needs(Right.GUARD_DATA)
@never_cache
@require_safe
def papers(request: Asking, breach_pid: str) -> HttpResponse:
    """A letter for each whom no message reaches; whom it shows is written down."""
    row, at = access.breach_for(request.actor, breach_pid), clock.now()
    found = actions.print_papers(breach_id=row.pk, actor=request.actor, at=at)
    contact = queries.contact_line(row.area.path, at)
    letters = [
        {
            "id": one.pk,
            "name": one.person.shown_name,
            "number": people.last_volunteer_no(one.person_id),
            "area": one.person.residence.name,
            "child": (child := people.is_under_age(one.person, at)),
            "text": str(actions.text_of(row, contact, child=one.person.shown_name if child else "")),
        }
        for one in found
    ]
    return render(request, "privacy/breach_papers.html", {"row": row, "letters": letters, "back": _address(row)})


@needs(Right.GUARD_DATA)
@require_POST
def handed(request: Asking, breach_pid: str) -> HttpResponse:
    """Letters that were handed over."""
    row = access.breach_for(request.actor, breach_pid)
    ticked = request.POST.getlist("row")
    if not all(one.isdigit() and len(one) < 19 for one in ticked):
        raise Http404
    mine = set(row.people.filter(pk__in=[int(one) for one in ticked]).values_list("pk", flat=True))
    for pk in sorted(mine):
        actions.hand_over_paper(row_id=pk, actor=request.actor, at=clock.now())
    flash.done(request, _("已记下，%(n)s 封当面交了。") % {"n": len(mine)})
    return see_other(_address(row))


@needs(Right.GUARD_DATA)
@never_cache
@require_safe
def report(request: Asking, breach_pid: str) -> HttpResponse:
    """The case on paper, for the authority while it is open and for the file when it is closed; it names no person."""
    row = access.breach_for(request.actor, breach_pid)
    today = clock.local_date(clock.now())
    context = {**_facts(row), "handler": queries.handler_facts(row.area.path, today), "back": _address(row)}
    return render(request, "privacy/breach_report.html", context)
