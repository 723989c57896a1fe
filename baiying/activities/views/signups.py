"""Signing up, not coming after all, and the leader's answer."""

from datetime import datetime
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.activities import access, actions, queries
from baiying.activities.forms.public import DocumentForm, LeaveForm, ReasonForm
from baiying.activities.models import Shift, Signup
from baiying.activities.rules import endings
from baiying.activities.views import new_times, old_links, words
from baiying.activities.views.answers import refuse, see_other, typed
from baiying.activities.views.asking import asking_page
from baiying.activities.views.public import activity_page
from baiying.kit import clock, returning, rooms
from baiying.kit.errors import Refused
from baiying.people import access as people_access
from baiying.people import queries as people
from baiying.ui import flash, formats

DONE = {
    "accepted": _("报名成功，您已被录用：%(when)s，%(where)s。到时见。"),
    "applied": _("已提交报名：%(when)s，%(where)s。领队审核后会通知您。"),
    "waitlisted": _("名额已满，已为您排候补：%(when)s，%(where)s。有人退出会按顺序递补，并通知您。"),
    "already": _("您已经报过这个班次，不用再报：%(when)s，%(where)s。"),
}

# For a guardian who signed a child up: it is the child who comes.
_DONE_FOR_WARD = {
    "accepted": _("报名成功，%(name)s已被录用：%(when)s，%(where)s。请提醒孩子按时到。"),
    "applied": _("已替%(name)s提交报名：%(when)s，%(where)s。领队审核后会通知您和孩子。"),
    "waitlisted": _("名额已满，已为%(name)s排候补：%(when)s，%(where)s。有人退出会按顺序递补，并通知您和孩子。"),
    "already": _("%(name)s已经报过这个班次，不用再报：%(when)s，%(where)s。"),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def shift_signups(request: Asking, shift_pid: str) -> HttpResponse:
    """POST signs the acting person up; a GET (after logging in) asks once, with what one will do and the risk."""
    if request.actor.person_id is None:
        return see_other(people_access.to_have_a_person(request.actor, request.path, clock.now()))
    if request.method != "POST":
        return asking_page(request, access.shift_for(request.actor, shift_pid, to="see"))
    try:
        made = actions.sign_up(
            shift_pid=shift_pid, person_id=request.actor.person_id, actor=request.actor, at=clock.now()
        )
    except actions.SignupRefused as refusal:
        shift = access.shift_for(request.actor, shift_pid, to="see")
        return activity_page(request, shift.activity, refusal=refusal, refused_shift=shift_pid, status=409)
    # Which of an activity's shifts: the page leads back to its top, and the button stood far below.
    shift = access.shift_for(request.actor, shift_pid, to="see")
    if request.actor.for_ward:
        child = people.person_by_id(request.actor.person_id)
        said = _DONE_FOR_WARD[made.code] % {**_named(shift), "name": child.name if child else ""}
    else:
        said = DONE[made.code] % _named(shift)
    flash.done(request, said)
    return see_other(returning.local(request.GET.get("from")) or f"/activities/{made.activity_pid}/")


def _named(shift: Shift) -> dict[str, str]:
    return {"when": formats.span_text(shift.starts_at, shift.ends_at), "where": shift.activity.address}


PAST_ON_A_PAGE = 20


def _past_words(signup: Signup, attended: dict[int, bool]) -> words.Words:
    took_place = queries.stands(signup.shift)
    end = endings.ending(
        signup.state,
        came=attended.get(signup.shift_id),
        took_place=took_place,
        with_shift=queries.ended_with_shift(signup),
    )
    return words.ENDINGS.get(end) or words.signup_words(signup)


def _attended(person_id: int, shift_ids: list[int]) -> dict[int, bool]:
    """Who came is told by the rooms above: for each shift of which a record was kept, whether the person is on it."""
    found: dict[int, bool] = {}
    for told in rooms.filling("attended"):
        found |= told(person_id, shift_ids)
    return found


def _lines(signups: list[Signup], *, over: bool, attended: dict[int, bool] | None = None) -> list[dict[str, object]]:
    return [
        {
            "signup": signup,
            "activity": signup.shift.activity,
            "when": formats.span_text(signup.shift.starts_at, signup.shift.ends_at),
            "day": clock.local(signup.shift.starts_at).day,
            "month": formats.month_text(signup.shift.starts_at),
            "reason": queries.why_of(signup),
            "words": _past_words(signup, attended or {}) if over else words.signup_words(signup),
        }
        for signup in signups
    ]


@signed_in
@require_safe
def mine(request: Asking) -> HttpResponse:
    """My sign-ups: what comes, and what was."""
    at = clock.now()
    person_id = request.actor.person_id
    if person_id is None:
        has_wards = people.has_wards(request.actor.account_id or 0, at)
        return render(request, "activities/signups.html", {"nobody": True, "has_wards": has_wards})
    coming = list(queries.coming_of_person(person_id, at)[:50])
    ids = [s.pk for s in coming]
    past = queries.signups_of_person(person_id).exclude(pk__in=ids).order_by("-shift__starts_at", "-id")
    shown = Paginator(past, PAST_ON_A_PAGE).get_page(request.GET.get("page"))
    attended = _attended(person_id, [signup.shift_id for signup in shown])
    waits = queries.may_answer(coming, at, as_guardian=request.actor.for_ward)
    past_lines = _lines(list(shown), over=True, attended=attended)
    has_wards = people.has_wards(request.actor.account_id or 0, at)
    page = {"coming": _lines(coming, over=False), "past": past_lines, "page": shown, "now": at, "has_wards": has_wards}
    page["new_times"] = waits
    return render(request, "activities/signups.html", page)


# Who has no place gives none back.
_GIVING_BACK = {"waitlisted": _("退出候补"), "applied": _("收回报名")}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: Asking, signup_pid: str) -> HttpResponse:
    """I can't come: with a reason for the leader, if one likes to say it. Looking changes nothing: who comes by an old
    message sees how it stands today.
    """
    signup, at = access.signup_for(request.actor, signup_pid, to="own"), clock.now()
    # Where one came from: the activity, or the list.
    back = returning.local(request.GET.get("from")) or reverse("activities:signups")
    if request.method != "POST" and old_links.is_settled(signup, at):
        return old_links.as_it_stands(request, signup, at, back=back, own=True)
    if signup.state not in queries.LIVE:
        flash.note(request, _("这个报名已经不在了，不用再取消。"))
        return see_other(reverse("activities:signups"))
    has_place = signup.state == "accepted"
    form: LeaveForm | ReasonForm
    if has_place:
        form = LeaveForm(typed(request))
    else:
        form = ReasonForm(typed(request), label=_("想说的话"), help_text=_("领队会看到。"), required=False)
    if request.method == "POST" and form.is_valid():
        reason = form.said() if isinstance(form, LeaveForm) else form.cleaned_data["reason"]
        try:
            actions.cancel_signup(signup_id=signup.pk, reason=reason, actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            _say_cancelled(request, signup, back, at)
            return see_other(back)
    named = queries.named(signup.shift.activity, inside=signup.state == "accepted")
    page = {
        "title": _GIVING_BACK.get(signup.state, _("取消报名")),
        "text": formats.sentences(
            old_links.moved(signup, at),
            gettext("有人候补的话，名额会马上给下一位。取消后想再来，需要重新报名。"),
        ),
        "facts": old_links.facts(signup),
        "form": form,
        "call": (named.contact, named.phone),
        "submit": _GIVING_BACK.get(signup.state, _("确定取消报名")),
        "back": back,
        "danger": True,
    }
    return render(request, "ui/confirm.html", page, status=422 if form.is_bound else 200)


def _say_cancelled(request: Asking, signup: Signup, back: str, at: datetime) -> None:
    """What was done; and taking it back, only while signing up anew would give again just what was given up."""
    assert request.actor.account_id is not None
    # For whom one acts for a moment one signs up by the own way.
    mine = request.actor.person_id == signup.person_id
    again = queries.signing_up_again(request.actor.account_id, signup, at)
    undo = f"{reverse('activities:shift_signups', args=[signup.shift.public_id])}?{urlencode({'from': back})}"
    if not mine or again != signup.state or again == "waitlisted":
        flash.done(request, _("已取消报名。谢谢您提前告知。"))
    elif again == "accepted":
        flash.undoable(request, _("已取消报名，谢谢您提前告知。名额现在还空着；按撤销就是重新报名。"), undo)
    else:
        flash.undoable(request, _("已收回报名。按撤销就是重新报名，等领队审核。"), undo)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def guardian(request: Asking, signup_pid: str) -> HttpResponse:
    """What a ward signed up for, before the guardian's eyes; POST says no to it."""
    at = clock.now()
    signup = access.signup_of_ward(request.actor, signup_pid, at)
    if request.method != "POST" and old_links.is_settled(signup, at):
        return old_links.as_it_stands(request, signup, at, back=reverse("people:wards"), own=False)
    if signup.state not in queries.LIVE:
        flash.note(request, _("这次报名已经取消或没有录用，不用再做什么。"))
        return see_other(reverse("people:wards"))
    shift = signup.shift
    if request.method == "POST":
        try:
            actions.refuse_as_guardian(signup_id=signup.pk, actor=request.actor, at=at)
        except Refused as refusal:
            flash.failed(request, str(refusal))
        else:
            _say_refused(request, signup, at)
        return see_other(reverse("people:wards"))
    named = queries.named(shift.activity, inside=True)
    found = queries.new_times([signup]).get(signup.pk)
    times = [(_("时间"), formats.span_text(shift.starts_at, shift.ends_at))]
    asks = gettext("同意的话，不用做什么。不同意也没关系：报名会取消，名额给别人，我们会好好告诉孩子和领队。")
    yes = ""
    if found is not None:
        times = new_times.times(signup, found)
        yes = "" if found.guardian else queries.mark_of_time(shift)
        asks = gettext("新时间可以的，点一下，领队就知道孩子会来。不同意也没关系：报名会取消，名额给别人。")
    if found is not None and found.guardian:
        asks = gettext("您说过新时间可以，领队看得到。改主意的话，在这里取消，我们会好好告诉孩子和领队。")
    page = {
        "title": _("孩子报了名") if found is None else _("孩子报的班次改期了"),
        "text": formats.sentences(old_links.moved(signup, at), asks),
        "facts": [
            (_("孩子"), signup.person.name),
            (_("活动"), shift.activity.title),
            *times,
            (_("地点"), shift.activity.address),
            (_("岗位"), shift.post.name),
            (_("风险和注意"), shift.activity.risk_statement),
            (_("谁陪着"), words.COMPANY[queries.company_of(queries.with_all(signup.pk))]),
            (_("组织者"), shift.activity.team.name),
            (_("谁带队"), named.leader),
            (_("现在的状态"), words.signup_words(signup)[1]),
        ],
        # Who answers for a child may ask before deciding, whether there is a place yet or not.
        "call": (named.contact, named.phone),
        "submit": _("不同意，取消这次报名"),
        "back": reverse("people:wards"),
        "cancel_label": _("不取消，返回"),
        "danger": True,
    }
    if not yes:
        return render(request, "ui/confirm.html", page)
    page |= {"yes": yes, "yes_at": reverse("activities:signup_guardian_new_time", args=[signup.public_id])}
    page |= {"refuse": page["submit"], "refuse_at": request.path}
    return render(request, "activities/new_time.html", page)


def _say_refused(request: Asking, signup: Signup, at: datetime) -> None:
    """What a guardian's no did; taking it back while that gives the child just what was given up."""
    said = _("这次报名取消了，已经好好告诉孩子和领队。以后的报名还会告诉您。")
    again = queries.signing_up_again(request.actor.account_id or 0, signup, at)
    if again == signup.state and again != "waitlisted":
        flash.undoable(request, said, reverse("activities:signup_guardian_again", args=[signup.public_id]))
    else:
        flash.done(request, said)


DONE_FOR_WARD = {
    "accepted": _("已替孩子报名：%(when)s，%(where)s。孩子有名额了，也告诉了孩子。"),
    "applied": _("已替孩子报名：%(when)s，%(where)s。领队审核后会通知孩子。"),
    "waitlisted": _("名额已满，已替孩子排候补：%(when)s，%(where)s。有名额会通知孩子。"),
    "already": _("孩子已经报过这个班次，不用再报：%(when)s，%(where)s。"),
}


@signed_in
@require_POST
def guardian_again(request: Asking, signup_pid: str) -> HttpResponse:
    """The guardian signs the ward up again for the shift of a sign-up that ended: by his own no, or by a new time that
    only he may agree to. Pressed again it says that the child is signed up."""
    signup = access.signup_of_ward(request.actor, signup_pid, clock.now())
    page = reverse("activities:signup_guardian", args=[signup.public_id])
    try:
        made = actions.sign_up(
            shift_pid=signup.shift.public_id, person_id=signup.person_id, actor=request.actor, at=clock.now()
        )
    except actions.SignupRefused as refusal:
        flash.failed(request, words.why_not(refusal.code, ward=True) or str(refusal))
        return see_other(page)
    flash.done(request, DONE_FOR_WARD[made.code] % _named(signup.shift))
    return see_other(reverse("people:wards"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: Asking, signup_pid: str) -> HttpResponse:
    """The leader accepts an application; where a licence is needed, after saying which one was seen."""
    signup = access.signup_for(request.actor, signup_pid, to="lead")
    needed = people.documented(signup.shift.post.skills)
    if request.method != "POST" and (not needed or signup.state != "applied"):
        return see_other(_record(signup))
    document = ""
    if needed:
        if request.method == "POST" and "document" not in request.POST:
            return see_other(request.path)
        form = DocumentForm(typed(request))
        if not form.is_valid():
            return _ask_for_document(request, signup, form, people.skill_names(needed))
        document = form.cleaned_data["document"]
    actions.decide_signup(signup_id=signup.pk, accept=True, document=document, actor=request.actor, at=clock.now())
    flash.done(request, _("已录用，并通知了本人。"))
    return see_other(returning.local(request.POST.get("back")) or _record(signup))


def _ask_for_document(request: Asking, signup: Signup, form: DocumentForm, skills: list[str]) -> HttpResponse:
    words = {"skills": formats.listed(skills)}
    page = {
        "title": _("先看证件，再录用"),
        "text": gettext("这个岗位要用到%(skills)s，资料里勾选的不算数：请当面核对证件原件。") % words,
        "facts": _facts(signup),
        "form": form,
        "submit": _("看过原件，录用"),
        "back": _record(signup),
    }
    return render(request, "ui/confirm.html", page, status=422 if form.is_bound else 200)


def _facts(signup: Signup) -> list[tuple[object, object]]:
    return [
        (_("志愿者"), signup.person.shown_name),
        (_("活动"), signup.shift.activity.title),
        (_("时间"), formats.span_text(signup.shift.starts_at, signup.shift.ends_at)),
    ]


def _over(request: Asking, signup: Signup) -> HttpResponse:
    """Somebody else was faster: how it stands now, where it stands."""
    state = words.signup_words(signup)[1]
    flash.note(request, gettext("这份报名刚才已经有了结果，现在是：%(state)s。") % {"state": state})
    return see_other(_record(signup))


def _record(signup: Signup) -> str:
    return reverse("activities:record", args=[signup.shift.activity.public_id])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def refusal(request: Asking, signup_pid: str) -> HttpResponse:
    """The leader says no to an application, with a reason."""
    signup = access.signup_for(request.actor, signup_pid, to="lead")
    if signup.state != "applied":
        return _over(request, signup)
    form = ReasonForm(typed(request), label=_("不录用的原因"), help_text=_("报名的人会看到。"))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.decide_signup(signup_id=signup.pk, accept=False, reason=reason, actor=request.actor, at=clock.now())
        flash.done(request, _("已回复本人。"))
        return see_other(_record(signup))
    return _about(request, signup, form, _("不录用这份报名"), _("不录用"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: Asking, signup_pid: str) -> HttpResponse:
    """The leader takes somebody off the list, with a reason."""
    signup = access.signup_for(request.actor, signup_pid, to="lead")
    if signup.state not in ("accepted", "waitlisted"):
        return _over(request, signup)
    form = ReasonForm(typed(request), label=_("请他退出的原因"), help_text=_("本人会看到。"))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_aside(
                signup_id=signup.pk, reason=form.cleaned_data["reason"], actor=request.actor, at=clock.now()
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已从名单中移除，并通知了本人。"))
            return see_other(_record(signup))
    return _about(request, signup, form, _("从名单中移除"), _("移除"))


def _about(request: Asking, signup: Signup, form: ReasonForm, title: object, submit: object) -> HttpResponse:
    page = {
        "title": title,
        "facts": _facts(signup),
        "form": form,
        "submit": submit,
        "back": _record(signup),
        "danger": True,
    }
    return render(request, "ui/confirm.html", page, status=422 if form.is_bound else 200)
