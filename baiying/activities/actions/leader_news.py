"""The leader hears who signs up and who cannot come: gathered, and never one message for each of two hundred (P9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from baiying.accounts import queries as accounts
from baiying.activities import locked, queries
from baiying.activities.actions import telling
from baiying.activities.models import Activity, ActivityState, LeaderTold, Shift, Signup, SignupState
from baiying.activities.rules import counting
from baiying.activities.rules import leader_news as rules
from baiying.activities.rules.plans import ActivityRules
from baiying.kit import clock, each, jobs
from baiying.kit.db import transaction
from baiying.kit.kept import Kept, translate
from baiying.notices import actions as notices
from baiying.people import queries as people
from baiying.teams import queries as teams

# So many of those who cannot come are named; the page names all.
_NAMED = 5


def hurry(shift: Shift, at: datetime) -> None:
    """Somebody gave a place back: if it is soon, the leader is told by a job, once this is committed."""
    given = queries.activity_rules(shift.activity.area.path, clock.local_date(at))
    if rules.is_urgent(shift.starts_at, at, given):
        jobs.enqueue("activities.tell_leader", activity_id=shift.activity_id)


def heard(signups: Iterable[Signup], told_at: datetime | None) -> None:
    """Note that the leader knows these as they stand; `told_at` empty: without a message, by the own act."""
    LeaderTold.objects.bulk_create(
        [LeaderTold(signup=one, state=one.state, told_at=told_at) for one in signups],
        update_conflicts=True,
        unique_fields=["signup"],
        update_fields=["state", "told_at"],
    )


def tell_leaders(*, at: datetime) -> int:
    """Tell every leader for whom it is time. Run every few minutes; gives how many were told."""
    ids = queries.activities_with_news(at)
    return each.each("activities.tell_leaders", ids, lambda pk: tell_leader(activity_id=pk, at=at), at=at).done


@dataclass(slots=True)
class News:
    """What a leader will read: who is new by state, who came up from the line, who cannot come."""

    made: list[Signup] = field(default_factory=list)
    promoted: list[Signup] = field(default_factory=list)
    gone: list[Signup] = field(default_factory=list)
    # Known to the leader by the own act, or over before anybody had heard of it.
    silent: list[Signup] = field(default_factory=list)

    @property
    def loud(self) -> list[Signup]:
        return [*self.made, *self.promoted, *self.gone]


def _sort(rows: Sequence[Signup], hands: set[int], given: ActivityRules) -> News:
    news = News()
    for one in rows:
        known = one.leader_told.state if hasattr(one, "leader_told") else ""
        if one.state == SignupState.CANCELLED:
            soon = one.ended_at is not None and rules.is_urgent(one.shift.starts_at, one.ended_at, given)
            by_leader = one.ended_by_id is not None and one.ended_by_id in hands
            # Signed up and gone again between two messages: only what is soon is worth a word.
            had_place = bool(known) or (soon and one.accepted_at is not None)
            (news.gone if had_place and not by_leader else news.silent).append(one)
        elif known == SignupState.WAITLISTED and one.state == SignupState.ACCEPTED:
            news.promoted.append(one)
        else:
            (news.silent if known else news.made).append(one)
    return news


@transaction.atomic
def tell_leader(*, activity_id: int, at: datetime) -> bool:
    """Tell the leader of one activity what came together, if it is time; gives whether a message was written.

    The day's message, or at once where a place was given back within `leader_at_once_hours` of its shift: then also by
    a text message. May run twice: what was told is known.
    """
    activity = locked.activity(activity_id)
    if activity.state != ActivityState.PUBLISHED:
        return False
    given = queries.activity_rules(activity.area.path, clock.local_date(at))
    hands = {activity.leader_id, *teams.leaders_of_team(activity.team_id), *teams.admins_of_body(activity.team.body_id)}
    news = _sort(queries.news_of(activity_id, at), hands, given)
    heard(news.silent, None)
    if not news.loud:
        return False
    urgent = any(rules.is_urgent(s.shift.starts_at, s.ended_at, given) for s in news.gone if s.ended_at)
    since = min(one.ended_at or one.promoted_at or one.signed_up_at for one in news.loud)
    told_at = queries.leader_told_at(activity_id)
    if not rules.is_due(since=since, urgent=urgent, told_at=told_at, local=clock.local(at), rules=given):
        return False
    _write(activity, news, urgent, at)
    heard(news.loud, at)
    return True


def _write(activity: Activity, news: News, urgent: bool, at: datetime) -> None:
    person = people.person_of_account(activity.leader_id)
    # Who is no person here has no inbox: the phone by which the account comes in.
    phone = accounts.phone_of(activity.leader) if person is None else people.phone_of(person) if urgent else None
    letter = notices.Letter(
        text=_text(activity, news),
        inbox=person.public_id if person is not None else "",
        phone=phone,
        link=reverse("activities:record", args=[activity.public_id]),
        unique_source=f"activity:{activity.public_id}:news:{at.isoformat()}",
        area_id=activity.area_id,
    )
    notices.write_many(kind="activity_news", letters=[letter], at=at)


def _text(activity: Activity, news: News) -> Kept:
    text = translate("“%(title)s”") % {"title": activity.title}
    if news.made:
        waiting = [one for one in news.made if one.state == SignupState.WAITLISTED]
        applied = [one for one in news.made if one.state == SignupState.APPLIED]
        text += translate("新报名 %(heads)s") % {"heads": _heads(news.made)}
        if waiting:
            text += translate("，其中候补 %(heads)s") % {"heads": _heads(waiting)}
        if applied:
            text += translate("，其中等您审核 %(heads)s") % {"heads": _heads(applied)}
        text += translate("。")
    if news.promoted:
        text += translate("候补转正 %(heads)s。") % {"heads": _heads(news.promoted)}
    if news.gone:
        text += translate("%(heads)s来不了：") % {"heads": _heads(news.gone)}
        for one in news.gone[:_NAMED]:
            words = {"name": one.person.name, "when": telling.when(one.shift), "reason": one.reason}
            said = translate("%(name)s（%(when)s，%(reason)s）") if one.reason else translate("%(name)s（%(when)s）")
            text += said % words
        if len(news.gone) > _NAMED:
            text += translate("等")
        text += translate("。")
    return text


def _heads(rows: Sequence[Signup]) -> Kept:
    """3 人, or 3 人（9 人次）: as views.words.heads says it on pages."""
    found = counting.heads(one.person_id for one in rows)
    if found.is_plain:
        return translate("%(persons)s 人") % {"persons": found.persons}
    return translate("%(persons)s 人（%(times)s 人次）") % {"persons": found.persons, "times": found.times}
