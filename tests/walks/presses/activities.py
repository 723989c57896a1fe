"""The presses about plans, shifts, sign-ups and who leads."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from baiying.activities import actions as activities
from baiying.activities import queries
from baiying.activities.reminded import CannotCome, MustKnow
from baiying.kit.values.actor import Actor
from tests.activities.repeating import BEFORE
from tests.walks.presses.press import On, Press
from tests.walks.world import World


def _answer_gate(w: World) -> Press:
    answers, row, leads, _ = w.draft("written")
    return lambda at: activities.answer_gate(activity_id=row.pk, answers=answers, actor=leads, at=at)


def _submit(w: World) -> Press:
    _, row, leads, _ = w.draft("answered")
    return lambda at: activities.submit(activity_id=row.pk, actor=leads, at=at)


def _publish(w: World) -> Press:
    _, row, _, decides = w.draft("submitted")
    return lambda at: activities.publish(activity_id=row.pk, actor=decides, at=BEFORE)


def _send_back(w: World) -> Press:
    _, row, _, decides = w.draft("submitted")
    return lambda at: activities.send_back(activity_id=row.pk, reason="再写清楚", actor=decides, at=at)


def _withdraw_plan(w: World) -> Press:
    _, row, leads, _ = w.draft("submitted")
    return lambda at: activities.withdraw_plan(activity_id=row.pk, actor=leads, at=at)


def _drop_plan(w: World) -> Press:
    _, row, leads, _ = w.draft("written")
    return lambda at: activities.drop_plan(activity_id=row.pk, actor=leads, at=at)


def _undo_drop(w: World) -> Press:
    _, row, leads, _ = w.draft("written")
    activities.drop_plan(activity_id=row.pk, actor=leads, at=BEFORE)
    return lambda at: activities.undo_drop(activity_id=row.pk, actor=leads, at=at)


def _withdraw(w: World) -> Press:
    _, row, _, decides = w.draft("published")
    return lambda at: activities.withdraw(activity_id=row.pk, actor=decides, at=at)


def _cancel(w: World) -> Press:
    _, row, _, decides = w.draft("published")
    return lambda at: activities.cancel(activity_id=row.pk, reason="暴雨", actor=decides, at=at)


def _call_off(which: Any) -> Callable[[World], Press]:
    def made(w: World) -> Press:
        _, row, leads, _ = w.draft("published")
        shift = row.shifts.order_by("starts_at")[3]
        return lambda at: activities.call_off(shift_id=shift.pk, which=which, reason="暴雨", actor=leads, at=at)

    return made


def _end_early(w: World) -> Press:
    shift, leads = w.coming(), w.actor("leader")

    def pressed(at: Any) -> Any:
        # In the middle of the shift, whenever the table presses; the second press some minutes later.
        into = shift.starts_at + (at - w.morning.at(970))
        return activities.end_early(shift_id=shift.pk, reason="暴雨", actor=leads, at=into)

    return pressed


def _must_know(w: World) -> MustKnow:
    """Of a shift that was called off, of somebody who gave no phone."""
    signup, leads = w.signup(), w.actor("leader")
    activities.call_off(shift_id=signup.shift_id, which="one", reason="暴雨", actor=leads, at=w.morning.at(0))
    return MustKnow.objects.get(signup=signup)


def _undo_told(w: World) -> Press:
    row, leads = _must_know(w), w.actor("leader")
    activities.told_by_phone(must_know=row, actor=leads, at=w.morning.at(1))
    return lambda at: activities.undo_told(must_know=row, actor=leads, at=at)


def _agree_to_time(w: World) -> Press:
    signup, leads = w.signup(), w.actor("leader")
    shift, later = signup.shift, timedelta(hours=1)
    activities.move_shift(
        shift_id=shift.pk, starts_at=shift.starts_at + later, ends_at=shift.ends_at + later, reason="场地", actor=leads,
        at=w.morning.at(0),
    )  # fmt: skip
    shift.refresh_from_db()
    who = Actor(account_id=signup.person.account_id, person_id=signup.person_id)
    time = queries.mark_of_time(shift)
    return lambda at: activities.agree_to_time(signup_id=signup.pk, time=time, actor=who, at=at)


def _undo_settled(w: World) -> Press:
    row = CannotCome.objects.create(signup=w.signup(), reply_id=1, said_at=w.morning.at(0))
    leads = w.actor("leader")
    activities.settle_cannot_come(cannot_come=row, actor=leads, at=w.morning.at(1))
    return lambda at: activities.undo_settled(cannot_come=row, actor=leads, at=at)


PRESSES: dict[str, Callable[[World], Press]] = {
    "activities.answer_gate": _answer_gate,
    "activities.submit": _submit,
    "activities.publish": _publish,
    "activities.send_back": _send_back,
    "activities.withdraw": _withdraw,
    "activities.withdraw_plan": _withdraw_plan,
    "activities.drop_plan": _drop_plan,
    "activities.undo_drop": _undo_drop,
    "activities.agree_to_time": _agree_to_time,
    "activities.undo_settled": _undo_settled,
    "activities.cancel": _cancel,
    "activities.end_early": _end_early,
    "activities.call_off": _call_off("one"),
    "activities.call_off later": _call_off("later"),
    "activities.call_off all": _call_off("all"),
    "activities.cancel_signup": On(
        World.signup,
        lambda w, row, at: activities.cancel_signup(signup_id=row.pk, reason="病", actor=w.actor("leader"), at=at),
    ),
    "activities.close_shift": On(
        World.coming,
        lambda w, row, at: activities.close_shift(shift_id=row.pk, closed=True, actor=w.actor("leader"), at=at),
    ),
    "activities.decide_signup": On(
        lambda w: w.signup("applied"),
        lambda w, row, at: activities.decide_signup(signup_id=row.pk, accept=True, actor=w.actor("leader"), at=at),
    ),
    "activities.decide_signup no": On(
        lambda w: w.signup("applied"),
        lambda w, row, at: activities.decide_signup(
            signup_id=row.pk, accept=False, reason="满员", actor=w.actor("leader"), at=at
        ),
    ),
    "activities.refuse_as_guardian": On(
        World.signup,
        lambda w, row, at: activities.refuse_as_guardian(signup_id=row.pk, actor=w.actor("guardian"), at=at),
    ),
    "activities.set_aside": On(
        World.signup,
        lambda w, row, at: activities.set_aside(signup_id=row.pk, reason="不来", actor=w.actor("leader"), at=at),
    ),
    "activities.release_person": On(
        World.signup,
        lambda w, row, at: activities.release_person(person_id=row.person_id, reason="注册结束", at=at) * 0,
    ),
    "activities.withdraw_lead": On(
        World.lead, lambda w, pk, at: activities.withdraw_lead(lead_id=pk, actor=w.actor("unit_admin"), at=at)
    ),
    "activities.end_lead": On(
        World.lead_held, lambda w, pk, at: activities.end_lead(lead_id=pk, actor=w.actor("unit_admin"), at=at)
    ),
    "activities.undo_told": _undo_told,
    "activities.accept_lead": On(
        World.lead, lambda w, pk, at: activities.accept_lead(lead_id=pk, actor=w.actor("unit_admin"), at=at)
    ),
    "activities.decline_lead": On(
        World.lead, lambda w, pk, at: activities.decline_lead(lead_id=pk, actor=w.actor("unit_admin"), at=at)
    ),
}
