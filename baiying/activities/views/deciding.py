"""Applications that wait for the answer of whoever leads: one list, answered one by one or many at once."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts.access import Asking, acts_with, signed_in
from baiying.activities import actions, queries
from baiying.activities.models import Signup
from baiying.activities.views.desk import Reach
from baiying.activities.views.words import SIGNUP_STATES
from baiying.kit import clock
from baiying.kit.db import folding
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.ui import formats, listing

# Own: also the wards', and whoever comes in by the same phone.
_OWN = _("自己的报名，由别的人审核。")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def applications(request: Asking) -> HttpResponseBase:
    """Who applied to the shifts that one leads or administers and has no answer yet, the longest waiting first."""
    at = clock.now()
    reach = Reach.of(request.actor, at)
    rows = queries.waiting_to_decide(
        account_id=reach.account_id, team_ids=reach.team_ids, body_ids=reach.body_ids, at=at
    )
    if not reach.in_unit and not rows.exists():
        raise PermissionDenied
    acts = [_accept(request.actor, at, reach), _refuse(request.actor, at, reach)]
    shown = listing.of(_list(clock.local_date(at)), request, rows, acts=acts)
    return shown.answer or render(request, "activities/applications.html", {"list": shown})


def _list(today: date) -> listing.Listing:
    skills = people.skill_choices()
    return listing.Listing(
        key="applications",
        title=_("等您审核的报名"),
        personal=True,
        order=("signed_up_at", "id"),
        search=lambda rows, words: rows.filter(
            folding.called("person__name", words) | folding.called("shift__activity__title", words)
        ),
        search_label=_("姓名或活动"),
        columns=(
            listing.Column("name", _("姓名"), lambda row: row.person.shown_name, link=_record, fixed=True),
            listing.Column("known", _("情况"), lambda row: _known(row, today, skills), width=30),
            listing.Column("activity", _("活动"), lambda row: row.shift.activity.title, width=28),
            listing.span_column("when", _("班次"), lambda row: (row.shift.starts_at, row.shift.ends_at), nowrap=True),
            listing.Column("post", _("岗位"), lambda row: row.shift.post.name, extra=True),
            listing.Column("left", _("还空"), _left, number=True),
            listing.at_column("since", _("报名"), lambda row: row.signed_up_at, sort=("signed_up_at",)),
        ),
        filters=(listing.Days("on", _("班次日期"), column="shift__starts_at", moment=True),),
    )  # fmt: skip


def _record(row: Signup) -> str:
    return reverse("activities:record", args=[row.shift.activity.public_id])


def _known(row: Signup, today: date, skills: Sequence[tuple[str, str]]) -> str:
    """Age, and what somebody says to be able to do, by the catalogue that was read once for all rows."""
    told = [gettext("%(n)s 岁") % {"n": identifiers.age_on(row.person.birth_date, today)}]
    if names := [name for code, name in skills if code in row.person.skills]:
        told.append(gettext("自己说会%(skills)s") % {"skills": formats.listed(names)})
    return " · ".join(told)


def _when(row: Signup) -> str:
    return formats.span_text(row.shift.starts_at, row.shift.ends_at)


def _left(row: Signup) -> int:
    return max(0, row.shift.places - row.shift.taken)


def _named(row: Signup) -> str:
    return f"{row.person.shown_name} · {row.shift.activity.title} · {_when(row)}"


def _accept(actor: Actor, at: datetime, reach: Reach) -> listing.Act:
    def plan(rows: Sequence[Signup]) -> list[listing.Step]:
        given: Counter[int] = Counter()
        steps, own, barred = [], _own(actor), actions.barred(rows)
        for row in rows:
            why_not = _OWN if row.person_id in own else ""
            if not why_not:
                why_not = barred.get(row.pk, "")
            if not why_not and people.documented(row.shift.post.skills):
                why_not = gettext("这个岗位要先当面看证件，请逐个录用。")
            if not why_not and given[row.shift_id] >= _left(row):
                why_not = gettext("名额满了。")
            if not why_not:
                given[row.shift_id] += 1
            steps.append(listing.Step(row, _named(row), gettext("录用，通知本人"), str(why_not)))
        return steps

    def accept(row: Signup, _words: str) -> bool:
        actions.decide_signup(signup_id=row.pk, accept=True, actor=actor, at=at)
        return True

    return listing.Act(
        key="accept",
        label=_("录用所选"),
        about=_("本人会马上收到消息。录用之后要退回，只能把人从名单中移除，并写明原因。"),
        plan=plan,
        do=accept,
        gone=lambda keys: _became(keys, reach),
        done=lambda n: ngettext("已录用 %(n)s 人次，并通知了本人。", "已录用 %(n)s 人次，并通知了本人。", n) % {"n": n},
    )


def _refuse(actor: Actor, at: datetime, reach: Reach) -> listing.Act:
    def refuse(row: Signup, words: str) -> bool:
        actions.decide_signup(signup_id=row.pk, accept=False, reason=words, actor=actor, at=at)
        return True

    def plan(rows: Sequence[Signup]) -> list[listing.Step]:
        own, will = _own(actor), gettext("不录用，通知本人")
        return [listing.Step(row, _named(row), will, str(_OWN) if row.person_id in own else "") for row in rows]

    return listing.Act(
        key="refuse",
        label=_("不录用所选"),
        about=_("本人会马上收到消息和原因，不能撤销；想让他再来，请他重新报名。"),
        plan=plan,
        do=refuse,
        done=lambda n: ngettext("没有录用 %(n)s 人次，已回复本人。", "没有录用 %(n)s 人次，已回复本人。", n) % {"n": n},
        gone=lambda keys: _became(keys, reach),
        words_label=_("不录用的原因（报名的人会看到）"),
        danger=True,
    )


def _became(keys: Sequence[str], reach: Reach) -> str:
    """What was answered to them meanwhile, in another tab or by another."""
    states = queries.answers_of(
        keys, account_id=reach.account_id, team_ids=reach.team_ids, body_ids=reach.body_ids
    )  # fmt: skip
    told = Counter(str(SIGNUP_STATES[state][1]) for state in states)
    if not told:
        return ""
    said = formats.listed(gettext("%(n)s 人次%(state)s") % {"n": n, "state": state} for state, n in told.items())
    return gettext("勾选的已经答复过了：%(said)s。没有再办一次。") % {"said": said}


def _own(actor: Actor) -> frozenset[int]:
    """About whom the actor must not decide: asked once, however many rows are ticked."""
    return people.own_person_ids(*acts_with(actor))
