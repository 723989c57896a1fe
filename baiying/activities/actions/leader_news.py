"""The leader hears who signs up and who cannot come: gathered, and never one message for each of two hundred (P9)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from baiying.accounts import queries as accounts
from baiying.activities import locked, queries
from baiying.activities.actions import telling
from baiying.activities.models import Activity, ActivityState, LeaderTold, Shift, Signup, SignupState
from baiying.activities.reminded import CannotCome, TimeAgreed
from baiying.activities.rules import counting
from baiying.activities.rules import leader_news as rules
from baiying.activities.rules.plans import ActivityRules
from baiying.kit import clock, each, jobs
from baiying.kit.db import transaction
from baiying.kit.kept import Kept, translate
from baiying.notices import actions as notices
from baiying.notices import queries as messages
from baiying.people import queries as people
from baiying.teams import queries as teams

KIND = "activity_news"
# So many of those who cannot come are named; the page names all.
_MOST_NAMED = 5


def hurry(shift: Shift, at: datetime) -> None:
    """Somebody gave a place back: if it is soon, the leader is told by a job, once this is committed."""
    given = queries.activity_rules(shift.activity.area.path, clock.local_date(at))
    if rules.cannot_wait(shift.starts_at, clock.local(at), given):
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
    found = queries.leaders_with_news(at)
    return each.each("activities.tell_leaders", found, lambda pk: _tell(found[pk], at), at=at).done


def tell_leader(*, activity_id: int, at: datetime) -> bool:
    """Tell the leader of one activity what came together, if it is time; gives whether a message was written."""
    return _tell([activity_id], at)


@dataclass(slots=True)
class News:
    """What a leader will read of one activity: who is new by state, who came up from the line, who cannot come, and
    who came and went between two messages; and who said yes to a new time.
    """

    made: list[Signup] = field(default_factory=list)
    promoted: list[Signup] = field(default_factory=list)
    gone: list[Signup] = field(default_factory=list)
    passed: list[Signup] = field(default_factory=list)
    # Answered to a text message not to come, and have not cancelled.
    unsure: list[Signup] = field(default_factory=list)
    # Who said that the new time of a moved shift suits, and since when.
    agreed: list[Signup] = field(default_factory=list)
    agreed_at: list[datetime] = field(default_factory=list)
    # Known to the leader by the own act.
    silent: list[Signup] = field(default_factory=list)
    # Whether it also rings: a place was given back, and the day's digest would be too late for it.
    rings: bool = False

    @property
    def loud(self) -> list[Signup]:
        return [*self.of_list, *self.unsure]

    @property
    def of_list(self) -> list[Signup]:
        """What changed on the list itself."""
        return [*self.made, *self.promoted, *self.gone, *self.passed]

    @property
    def all(self) -> list[Signup]:
        return [*self.loud, *self.agreed]


def _sort(rows: Sequence[Signup], hands: Collection[int], local: datetime, given: ActivityRules) -> News:
    news, back = News(), {(one.person_id, one.shift_id) for one in rows if one.state in queries.LIVE}
    for one in rows:
        known = one.leader_told.state if hasattr(one, "leader_told") else ""
        if one.state == SignupState.CANCELLED:
            soon = rules.cannot_wait(one.shift.starts_at, local, given)
            # Signed up and gone again between two messages: whom the leader may have counted on is named.
            had_place = bool(known) or (soon and one.accepted_at is not None)
            if (one.ended_by_id is not None and one.ended_by_id in hands) or (one.person_id, one.shift_id) in back:
                news.silent.append(one)
            else:
                (news.gone if had_place else news.passed).append(one)
        elif known == SignupState.WAITLISTED and one.state == SignupState.ACCEPTED:
            news.promoted.append(one)
        else:
            (news.silent if known else news.made).append(one)
    return news


@transaction.atomic
def _tell(activity_ids: Iterable[int], at: datetime) -> bool:
    """Write to whoever leads these what is due of them, all in one message; gives whether something was written.

    What was told stands in the same transaction: two workers, or a database that goes away, tell nothing twice and lose
    nothing (N30); what happens meanwhile is told the next time.
    """
    due: dict[int, list[tuple[Activity, News]]] = {}
    for pk in sorted(activity_ids):
        activity = locked.activity(pk)
        news = _due_of(activity, at) if activity.state == ActivityState.PUBLISHED else None
        if news is not None:
            due.setdefault(activity.leader_id, []).append((activity, news))
    for leader_id, told in due.items():
        _write(leader_id, told, at)
        for _activity, news in told:
            heard(news.of_list, at)
            CannotCome.objects.filter(signup__in=news.unsure, told_at__isnull=True).update(told_at=at)
            TimeAgreed.objects.filter(signup__in=news.agreed, leader_told_at__isnull=True).update(leader_told_at=at)
    return bool(due)


def _add_answers(news: News, activity: Activity, hands: Collection[int], at: datetime) -> None:
    """Who said yes to a new time, once each: of a child whose guardian did. Silent: the leader's own, and of whom the
    leader first hears anyway."""
    known = {one.pk for one in news.loud}
    silent = []
    for said in queries.untold_of(activity.pk, at):
        waits = queries.is_minor(said.signup) and not said.by_guardian
        if waits or said.signup_id in known or said.agreed_by_id in hands:
            silent.append(said.pk)
        else:
            known.add(said.signup_id)
            news.agreed.append(said.signup)
            news.agreed_at.append(said.agreed_at)
    TimeAgreed.objects.filter(pk__in=silent).update(leader_told_at=at)


def _due_of(activity: Activity, at: datetime) -> News | None:
    """The news of a locked activity that its leader is told now; None where there are none, or it is not yet time."""
    local, given = clock.local(at), queries.activity_rules(activity.area.path, clock.local_date(at))
    hands = {activity.leader_id, *teams.leaders_of_team(activity.team_id), *teams.admins_of_body(activity.team.body_id)}
    news = _sort(queries.news_of(activity.pk, at), hands, local, given)
    heard(news.silent, None)
    answers = {one.signup_id: one for one in queries.untold_answers(at).filter(signup__shift__activity=activity)}
    news.unsure = [one.signup for one in answers.values()]
    _add_answers(news, activity, hands, at)
    if not news.all:
        return None
    told_at = queries.leader_told_at(activity.pk)
    since = min(
        [one.ended_at or one.promoted_at or one.signed_up_at for one in news.of_list]
        + [one.said_at for one in answers.values()]
        + news.agreed_at
    )
    by_digest = rules.is_for_digest(since=since, told_at=told_at, local=local, rules=given)
    near = [one.shift.starts_at for one in news.all if rules.cannot_wait(one.shift.starts_at, local, given)]
    if not by_digest and not rules.is_for_now(first=min(near, default=None), told_at=told_at, local=local, rules=given):
        return None
    soon = rules.is_near if by_digest else rules.cannot_wait
    news.rings = any(soon(one.shift.starts_at, local, given) for one in [*news.gone, *news.unsure])
    return news


def _write(leader_id: int, told: Sequence[tuple[Activity, News]], at: datetime) -> None:
    """One message in the app about all of it; what cannot wait also by phone."""
    person = people.person_of_account(leader_id)
    source = f"news:{leader_id}:{told[0][0].pk}:{at.isoformat()}"
    one_only = told[0][0] if len(told) == 1 else None
    link = reverse("activities:record", args=[one_only.public_id]) if one_only else reverse("activities:office")
    inbox = person.public_id if person is not None else ""
    letters = []
    if inbox:
        text, area_id = _texts(told), told[0][0].area_id
        letters.append(notices.Letter(text=text, inbox=inbox, link=link, unique_source=source, area_id=area_id))
    # Who is no person here has no inbox: all of it goes to the phone by which the account comes in.
    rings = [(activity, news) for activity, news in told if news.rings or person is None]
    phone = people.phone_of(person) if person is not None else accounts.phone_of(told[0][0].leader)
    if rings and phone:
        letters.append(_to_phone(leader_id, inbox, phone, rings, source=source, link=link))
    notices.write_many(kind=KIND, letters=letters, at=at)


def _to_phone(
    leader_id: int, inbox: str, phone: str, told: Sequence[tuple[Activity, News]], *, source: str, link: str
) -> notices.Letter:
    """At night as well, unless the leader has set otherwise: who was counted on does not come (N31)."""
    wish = messages.preferences(KIND, [inbox]).get(inbox)
    return notices.Letter(
        text=_texts(told),
        phone=phone,
        reader=inbox,
        link=link,
        any_hour=any(news.rings for _, news in told) and (wish is None or wish.any_hour),
        useful_until=max(one.shift.starts_at for _, news in told for one in news.all),
        making={"leader": leader_id, "news": {activity.pk: _ids(news) for activity, news in told}},
        unique_source=source,
        area_id=told[0][0].area_id,
    )


# The parts of news as they are kept with a text message, and whether who stands in one has a place, or has none.
_PARTS = {"made": True, "promoted": True, "gone": False, "passed": False, "unsure": True, "agreed": True}


def _ids(news: News) -> dict[str, list[int]]:
    return {part: [one.pk for one in getattr(news, part)] for part in _PARTS}


def say_leader_news(making: Mapping[str, Any], at: datetime) -> Kept | notices.Dropped:
    """What the leader is told by text message as it holds at this moment, after a night too."""
    kept = making["news"].values()
    rows = queries.still_news([pk for news in kept for ids in news.values() for pk in ids], making["leader"], at)
    told = []
    for ids in kept:
        # What was written before there was a part has none of it.
        still = {part: _still(ids.get(part, ()), rows, live=live) for part, live in _PARTS.items()}
        news = News(still["made"], still["promoted"], still["gone"], still["passed"], still["unsure"], still["agreed"])
        if news.all:
            told.append((news.all[0].shift.activity, news))
    return _texts(told) if told else telling.untrue()


def _still(ids: Iterable[int], rows: Mapping[int, Signup], *, live: bool) -> list[Signup]:
    return [rows[pk] for pk in ids if pk in rows and (rows[pk].state in queries.LIVE) == live]


def _texts(told: Sequence[tuple[Activity, News]]) -> Kept:
    text = _text(*told[0])
    for activity, news in told[1:]:
        text += _text(activity, news)
    return text


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
        text += _gone(news.gone)
    if news.passed:
        text += translate("%(heads)s报名后又取消。") % {"heads": _heads(news.passed)}
    if news.unsure:
        text += _unsure(news.unsure)
    if news.agreed:
        text += translate("改期以后，%(heads)s说新时间可以。") % {"heads": _heads(news.agreed)}
    return text


def _gone(rows: Sequence[Signup]) -> Kept:
    return translate("%(heads)s来不了：") % {"heads": _heads(rows)} + _named(rows)


def _named(rows: Sequence[Signup]) -> Kept:
    text = Kept("", "")
    for one in rows[:_MOST_NAMED]:
        words = {"name": one.person.name, "when": telling.when(one.shift), "reason": one.reason}
        said = translate("%(name)s（%(when)s，%(reason)s）") if one.reason else translate("%(name)s（%(when)s）")
        text += said % words
    if len(rows) > _MOST_NAMED:
        text += translate("等")
    return text + translate("。")


def _unsure(rows: Sequence[Signup]) -> Kept:
    text = translate("%(heads)s回短信说来不了，还没有在系统取消，请打电话问：") % {"heads": _heads(rows)}
    return text + _named(rows)


def _heads(rows: Sequence[Signup]) -> Kept:
    """3 人, or 3 人（9 人次）: as views.words.heads says it on pages."""
    found = counting.heads(one.person_id for one in rows)
    if found.is_plain:
        return translate("%(persons)s 人") % {"persons": found.persons}
    return translate("%(persons)s 人（%(times)s 人次）") % {"persons": found.persons, "times": found.times}
