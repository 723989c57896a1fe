"""Changing what is already published: words, times, places, further shifts."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts.access import Asking, signed_in
from baiying.activities import access, actions, queries
from baiying.activities.forms.shifts import (
    AmendForm,
    CallOffForm,
    EndEarlyForm,
    MoveForm,
    NewShiftForm,
    PlacesForm,
    TimesForm,
    sentence,
)
from baiying.activities.models import Activity, Shift, Signup
from baiying.activities.rules.plans import PlannedShift
from baiying.activities.views import deadlines, preview, words
from baiying.activities.views.answers import refuse, see_other, typed
from baiying.activities.views.publishing import record_url
from baiying.kit import clock, returning
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.ui import flash, formats, shown


def _refuse(form: forms.Form, refusal: Refused) -> None:
    finding = refusal.detail.get("finding")
    if isinstance(refusal, actions.BadTimes) and finding is not None:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, sentence(finding))  # type: ignore[arg-type]
        return
    refuse(form, refusal)


def _say_of_times(
    form: TimesForm, activity: Activity, places: int, rest: int, *, was: tuple[datetime, datetime] | None = None
) -> None:
    """Something else was typed wrongly: what is wrong with the times is said in the same round."""
    times = form.times_so_far()
    if times is not None and times != was:
        planned = PlannedShift(0, *times, places, rest)
        form.show(actions.times_findings(activity, planned, clock.now()))


def _effect(shift: Shift) -> str:
    """Who will be told, said before it is pressed."""
    told = queries.told_of(shift, clock.now())
    one = ngettext("报名的 %(n)s 人会收到通知。", "报名的 %(n)s 人会收到通知。", told["one"]) % {"n": told["one"]}
    if "all" not in told:
        return one
    return gettext("会收到通知的人：这一次 %(one)s 人，从这一次起 %(later)s 人，所有还没开始的 %(all)s 人。") % told


def _page(
    request: Asking, form: forms.Form, title: Any, lead: Any, submit: Any, back: str, effect: str = ""
) -> HttpResponse:
    page = {"title": title, "lead": lead, "form": form, "submit": submit, "back": back, "effect": effect}
    return render(request, "activities/change.html", page, status=422 if form.is_bound else 200)


def _has_just_been(text: str, at: datetime) -> bool:
    try:
        shown_at = datetime.fromisoformat(text)
    except ValueError:
        return False
    return shown_at.tzinfo is not None and timedelta() <= at - shown_at < _STANDS


# So long a minute at which a shift is to end may have been shown before it is pressed.
_STANDS = timedelta(minutes=10)


def _about(shift: Shift) -> str:
    return f"{shift.activity.title} · {shift.post.name} · {formats.span_text(shift.starts_at, shift.ends_at)}"


def _first(shift: Shift, at: datetime) -> Any:
    """What the button of moving says: where somebody will be told, the page that asks comes first."""
    return _("看看会通知谁") if any(queries.told_of(shift, at).values()) else _("改期")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@shown.one_at_a_time
def time(request: Asking, shift_pid: str) -> HttpResponse:
    """Give a shift another time; those who cannot then are set aside and everybody is told."""
    shift = access.shift_for(request.actor, shift_pid, to="lead")
    initial = TimesForm.initial_of(shift.starts_at, shift.ends_at)
    at = clock.now()
    given = queries.activity_rules(shift.activity.area.path, clock.local_date(at))
    form = MoveForm(
        typed(request), initial=initial, reach=queries.reach_of(shift, at), was=shift.starts_at, at=at,
        rules=given,
    )  # fmt: skip
    shown.guard(request, form, shown.Thing("shift", shift.pk, ("ShiftMoved",)), only=tuple(initial))
    if request.method == "POST" and form.is_valid():
        to = actions.NewTime(*form.times(), with_moved=form.cleaned_data.get("with_moved", False))
        if form.times() == (shift.starts_at, shift.ends_at) and not to.with_moved:
            flash.note(request, _("时间没有变，没有改期，也没有通知任何人。"))
            return see_other(record_url(shift.activity))
        told = queries.told_of(shift, clock.now())
        move = partial(
            actions.move_series,
            shift_id=shift.pk,
            to=to,
            which=form.chosen,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=clock.now(),
        )
        try:
            if (asks := preview.page(request, move, form, _about(shift), record_url(shift.activity))) is not None:
                return asks
            aside = move()
        except Refused as refusal:
            if isinstance(refusal, actions.BadTimes):
                _say_of_times(form, shift.activity, shift.places, shift.break_minutes)
            if not form.errors:
                _refuse(form, refusal)
        else:
            flash.done(request, _moved(told.get(form.chosen, 0)))
            deadlines.say_kept(request, shift.activity, to.starts_at)
            if aside:
                _say_aside(request, aside)
            return see_other(record_url(shift.activity))
    elif request.method == "POST":
        _say_of_times(form, shift.activity, shift.places, shift.break_minutes, was=(shift.starts_at, shift.ends_at))
    effect = _effect(shift)
    return _page(request, form, _("改期"), _about(shift), _first(shift, at), record_url(shift.activity), effect)


def _say_unfit(request: Asking, aside: list[Signup]) -> None:
    for text in preview.unfit_words(aside):
        flash.warn(request, text)


def _say_aside(request: Asking, aside: list[Signup]) -> None:
    """Who lost the place by another time, and why."""
    _say_unfit(request, aside)
    names = formats.listed(dict.fromkeys(signup.person.shown_name for signup in aside))
    text = ngettext(
        "%(names)s 的报名已取消，不算没有来，已通知本人和未成年人的监护人；空出的名额由候补的人递补。",
        "%(names)s 的报名已取消，不算没有来，已通知本人和未成年人的监护人；空出的名额由候补的人递补。",
        len({signup.person_id for signup in aside}),
    )
    flash.warn(request, text % {"names": names})


def _moved(told: int) -> str:
    if not told:
        return gettext("已改期。没有人报名，所以没有通知任何人。")
    return ngettext("已改期，通知了报名的 %(n)s 人。", "已改期，通知了报名的 %(n)s 人。", told) % {"n": told}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@shown.one_at_a_time
def places(request: Asking, shift_pid: str) -> HttpResponse:
    """More or fewer places; more of them promote those who wait."""
    shift = access.shift_for(request.actor, shift_pid, to="lead")
    form = PlacesForm(typed(request), initial={"places": shift.places}, reach=queries.reach_of(shift, clock.now()))
    shown.guard(request, form, shown.Thing("shift", shift.pk, ("ShiftPlacesChanged",)), only=("places",))
    if request.method == "POST" and form.is_valid():
        try:
            promoted = actions.change_places_of(
                shift_id=shift.pk,
                places=form.cleaned_data["places"],
                which=form.chosen,
                actor=request.actor,
                at=clock.now(),
            )
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            up = words.heads(one.person_id for one in promoted)
            flash.done(request, _("名额已改。%(heads)s从候补递补。") % {"heads": up})
            return see_other(record_url(shift.activity))
    return _page(request, form, _("改名额"), _about(shift), _("保存"), record_url(shift.activity))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def calling_off(request: Asking, shift_pid: str) -> HttpResponse:
    """Call off a shift, or it and what comes after it; whoever signed up is told."""
    shift = access.shift_for(request.actor, shift_pid, to="lead")
    if shift.called_off_at is not None:
        # Pressed twice it is answered as once.
        (flash.already if request.method == "POST" else flash.note)(request, _("这个班次已经取消了。"))
        return see_other(record_url(shift.activity))
    if shift.starts_at <= clock.now() < shift.ends_at:
        return _ending_early(request, shift)
    form = CallOffForm(typed(request), reach=queries.reach_of(shift, clock.now()))
    if request.method == "POST" and form.is_valid():
        act = partial(
            actions.call_off,
            shift_id=shift.pk,
            which=form.chosen,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=clock.now(),
        )
        try:
            asked = preview.CALLING_OFF_ONE if form.chosen == "one" else preview.CALLING_OFF
            asks = preview.page(request, act, form, _about(shift), record_url(shift.activity), asked)
            if asks is not None:
                return asks
            number = act()
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            text = ngettext(
                "已取消 %(n)s 个班次，并通知了报名的人。", "已取消 %(n)s 个班次，并通知了报名的人。", number
            )
            flash.done(request, text % {"n": number})
            return see_other(record_url(shift.activity))
    effect = formats.sentences(_effect(shift), gettext("取消后不能恢复。"))
    submit = preview.CALLING_OFF.first
    return _page(request, form, _("取消班次"), _about(shift), submit, record_url(shift.activity), effect)


def _ending_early(request: Asking, shift: Shift) -> HttpResponse:
    """Of a shift that runs what remains is called off; what was served stays. Who is told what is shown first."""
    at = clock.now()
    back = returning.local(request.GET.get("from")) or record_url(shift.activity)
    here, others = actions.came_to(shift)
    if request.method == "POST" and typed(request) is not None:
        _keep_minute(request, at)
    form = EndEarlyForm(typed(request))
    if request.method == "POST" and form.is_valid():

        def act() -> list[Signup]:
            given = form.cleaned_data
            actions.end_early(
                shift_id=shift.pk, reason=given["reason"], ends_at=given["ends_at"], actor=request.actor, at=at
            )
            return others

        try:
            asks = preview.page(request, act, form, _about(shift), back, preview.ENDING_EARLY)
            if asks is not None:
                return asks
            act()
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            flash.done(request, _("班次已提前结束，并通知了报名的人。还在场的人，请记他们离开。"))
            return see_other(back)
    effect = gettext(
        "班次现在就结束。到了的 %(here)s 人，服务过的时间照常记；没有到的 %(others)s 人报名取消，不算没有来。"
        "都会收到通知。结束后不能恢复。"
    ) % {"here": len(here), "others": len(others)}
    if others and not here:
        effect = formats.sentences(
            gettext("还没有人记到：用纸质签到表的，先录纸质签到表；结束以后还可以照表补记，仍算报了名的人。"), effect
        )
    return _page(request, form, _("提前结束班次"), _about(shift), preview.ENDING_EARLY.first, back, effect)


def _keep_minute(request: Asking, at: datetime) -> None:
    """The shift ends at the minute that the page shows: of the press that asks now, afterwards the one that was seen,
    unless that is long past."""
    data = request.POST.copy()
    if "seen" not in data or not _has_just_been(data.get("ends_at", ""), at):
        data["ends_at"] = at.replace(second=0, microsecond=0).isoformat()
    request.POST = data  # type: ignore[assignment]


@signed_in
@require_POST
def closure(request: Asking, shift_pid: str) -> HttpResponse:
    return _close(request, shift_pid, closed=True)


@signed_in
@require_POST
def reopening(request: Asking, shift_pid: str) -> HttpResponse:
    return _close(request, shift_pid, closed=False)


def _close(request: Asking, shift_pid: str, *, closed: bool) -> HttpResponse:
    shift = access.shift_for(request.actor, shift_pid, to="lead")
    actions.close_shift(shift_id=shift.pk, closed=closed, actor=request.actor, at=clock.now())
    if closed:
        undo = reverse("activities:shift_reopening", args=[shift_pid])
        flash.undoable(request, _("这个班次不再接受报名。已经报名的人不受影响。"), undo)
    else:
        flash.done(request, _("这个班次又可以报名了。"))
    return see_other(record_url(shift.activity))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_shift(request: Asking, activity_pid: str) -> HttpResponse:
    """One more shift for a post that exists."""
    row = access.activity_for(request.actor, activity_pid, to="lead")
    if row.state != "published":
        raise Http404
    posts = {post.public_id: post for post in queries.posts_of(row.pk)}
    form = NewShiftForm(typed(request), posts=[(pid, post.name) for pid, post in posts.items()])
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.times()
        try:
            actions.add_shift(
                post_id=posts[form.cleaned_data["post"]].pk,
                starts_at=starts_at,
                ends_at=ends_at,
                places=form.cleaned_data["places"],
                break_minutes=form.cleaned_data["break_minutes"] or 0,
                actor=request.actor,
                at=clock.now(),
            )
        except Refused as refusal:
            if isinstance(refusal, actions.BadTimes):
                given = form.cleaned_data
                _say_of_times(form, row, given["places"], given["break_minutes"] or 0)
            if not form.errors:
                _refuse(form, refusal)
        else:
            flash.done(request, _("已加一个班次，现在可以报名。"))
            return see_other(record_url(row))
    elif request.method == "POST":
        given = form.cleaned_data
        _say_of_times(form, row, given.get("places", 1), given.get("break_minutes") or 0)
    return _page(request, form, _("再加一个班次"), row.title, _("加上"), record_url(row))


def _amend(form: AmendForm, activity_id: int, actor: Actor, at: datetime) -> list[Signup]:
    """What was typed, done; gives the sign-ups that end by it."""
    if form.closes:
        return actions.amend_for_adults(activity_id=activity_id, words=form.words(), actor=actor, at=at)
    actions.amend(activity_id=activity_id, **form.words(), actor=actor, at=at)
    return []


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@shown.one_at_a_time
def amendment(request: Asking, activity_pid: str) -> HttpResponse:
    """Other words or another address for what is published."""
    row = access.activity_for(request.actor, activity_pid, to="lead")
    if row.state != "published":
        raise Http404
    names = ("description", "risk_statement", "address", "contact_name", "contact_phone", "contact_public")
    form = AmendForm(
        typed(request),
        initial={name: getattr(row, name) for name in names},
        minors=actions.may_close(row.pk),
        before=row.risk_statement,
    )
    shown.guard(request, form, shown.Thing("activity", row.pk, ("ActivityAmended",)), only=names)
    if request.method == "POST" and form.is_valid():
        act = partial(_amend, form, row.pk, request.actor, clock.now())
        try:
            if (asks := preview.page(request, act, form, row.title, record_url(row), preview.AMENDING)) is not None:
                return asks
            _say_unfit(request, act())
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            flash.done(request, _("已保存。"))
            return see_other(record_url(row))
    lead = _("班次的时间和名额在活动页逐个改。名称、类别发布后不再改。")
    return _page(request, form, _("修改活动说明"), lead, _("保存"), record_url(row))
