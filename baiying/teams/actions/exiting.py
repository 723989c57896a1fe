"""The way out of a body that nothing was heard of: warned, suspended, closed by night; appealed, undone (R026)."""

from datetime import datetime, timedelta

from baiying.accounts import access
from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor, system
from baiying.places import queries as places
from baiying.teams import locked, queries, rules
from baiying.teams.actions import keeping, refusals, telling_exits
from baiying.teams.actions.bodies import refuse_if_taken
from baiying.teams.models import Body, Exit, ExitAppeal, ExitRun, KeptWhy, Lifted, Team

_JOB = "teams.exit_steps"


@transaction.atomic
def start_exits(*, area_id: int, foreseen: int, actor: Actor, at: datetime) -> ExitRun:
    """From tonight on the bodies of an area are looked at, as the preview showed it. Twice is harmless.

    `foreseen`: how many the page said would be warned. Refuses: ExitsChanged where there are others by now.
    """
    locked.exit_runs()
    running = ExitRun.objects.filter(area_id=area_id, stopped_at__isnull=True).first()
    if running is not None:
        return running
    if len(queries.idle_bodies(area_id, at)) != foreseen:
        raise refusals.ExitsChanged
    made = ExitRun.objects.create(area_id=area_id, started_at=at, started_by_id=actor.account_id, foreseen=foreseen)
    _note_area("ExitsStarted", area_id, actor, at, foreseen=foreseen)
    return made


@transaction.atomic
def stop_exits(*, area_id: int, actor: Actor, at: datetime) -> None:
    """No body of the area is warned any more, and no step is taken; who is suspended stays so. Twice is harmless."""
    locked.exit_runs()
    row = ExitRun.objects.filter(area_id=area_id, stopped_at__isnull=True).first()
    if row is None:
        return
    row.stopped_at, row.stopped_by_id = at, actor.account_id
    row.save(update_fields=["stopped_at", "stopped_by_id"])
    _note_area("ExitsStopped", area_id, actor, at)


@transaction.atomic
def warn_idle(*, body_id: int, at: datetime) -> bool:
    """Warn a body that is idle still, with the day on which it would be suspended; whether it was warned now."""
    body = locked.body(body_id)
    run = queries.exit_run_of(body.area.path)
    if run is None or body.closed_at is not None or queries.exit_of(body_id) is not None:
        return False
    idle = next((one for one in queries.idle_bodies(body.area_id, at) if one.body.pk == body_id), None)
    if idle is None:
        return False
    today = clock.local_date(at)
    days = queries.exit_rules(body.area.path, today).suspend_days
    row = Exit.objects.create(body=body, idle_since=idle.since, warned_at=at, suspend_on=today + timedelta(days=days))
    _note("ExitWarned", row, system(_JOB), at, since=idle.since.isoformat())
    telling_exits.step(row, at)
    return True


@transaction.atomic
def take_exit_step(*, exit_id: int, at: datetime) -> str:
    """Take the step that is due: lift it where something is on again, suspend, close; gives which, empty for none."""
    row, body = _locked(exit_id)
    if row.lifted_at is not None or queries.exit_run_of(body.area.path) is None:
        return ""
    due = rules.exit_step(queries.exit_facts(row, at), clock.local_date(at))
    if due == "lift":
        _lift(row, Lifted.ACTIVE, system(_JOB), at)
    elif due == "suspend":
        _suspend(row, body, at)
    elif due == "close":
        _close(row, body, at)
    return due


@transaction.atomic
def appeal_exit(*, exit_id: int, words: str, actor: Actor, at: datetime) -> ExitAppeal:
    """The unit says why not, once for each step; nothing further happens until it is answered. The same is harmless.

    Refuses: ReasonMissing, ExitOver, AlreadyAppealed.
    """
    row, body = _locked(exit_id)
    said = words.strip()[:500]
    if not said:
        raise refusals.ReasonMissing
    if row.lifted_at is not None:
        raise refusals.ExitOver
    before = ExitAppeal.objects.filter(exit=row, step=row.step).first()
    if before is not None:
        if before.words == said:
            return before
        raise refusals.AlreadyAppealed
    today = clock.local_date(at)
    days = queries.exit_rules(body.area.path, today).appeal_working_days
    made = ExitAppeal.objects.create(
        exit=row, step=row.step, words=said, filed_at=at, filed_by_id=actor.account_id,
        due_on=places.working_day_after(today, days)[0],
    )  # fmt: skip
    _note("ExitAppealed", row, actor, at, step=row.step)
    return made


@transaction.atomic
def answer_exit_appeal(*, appeal_id: int, upheld: bool, answer: str, actor: Actor, at: datetime) -> ExitAppeal:
    """Answer an appeal: upheld, and the way out ends; or not, with a reason, and days are left before the next step.

    The same by the same hand is harmless. Refuses: OwnExit, AlreadyDecided, ReasonMissing, CreditCodeTaken.
    """
    appeal = ExitAppeal.objects.get(pk=appeal_id)
    row, body = _locked(appeal.exit_id)
    appeal.refresh_from_db()
    _refuse_own(body, actor, at)
    if access.is_self(actor, appeal.filed_by_id):
        raise refusals.OwnExit
    said = answer.strip()[:200]
    if appeal.answered_at is not None:
        if (appeal.answered_by_id, appeal.upheld, appeal.answer) == (actor.account_id, upheld, said):
            return appeal
        raise refusals.AlreadyDecided
    if not said:
        raise refusals.ReasonMissing
    appeal.answered_at, appeal.answered_by_id, appeal.upheld, appeal.answer = at, actor.account_id, upheld, said
    appeal.save(update_fields=["answered_at", "answered_by_id", "upheld", "answer"])
    _note("ExitAppealAnswered", row, actor, at, upheld=upheld)
    if upheld and row.lifted_at is None:
        _lift(row, Lifted.UPHELD, actor, at, said)
    elif row.lifted_at is None:
        earliest = clock.local_date(at) + timedelta(days=rules.AFTER_APPEAL)
        row.suspend_on = max(row.suspend_on, earliest)
        row.close_on = max(row.close_on, earliest) if row.close_on is not None else None
        row.save(update_fields=["suspend_on", "close_on"])
    telling_exits.answered(appeal, row, at)
    return appeal


@transaction.atomic
def undo_exit(*, exit_id: int, words: str, actor: Actor, at: datetime) -> Exit:
    """The office takes it back, whatever step it has come to; a closed body is open again with its teams.

    Twice is harmless. Refuses: OwnExit, ReasonMissing, CreditCodeTaken.
    """
    row, body = _locked(exit_id)
    _refuse_own(body, actor, at)
    if row.lifted_at is not None:
        return row
    said = words.strip()[:200]
    if not said:
        raise refusals.ReasonMissing
    _lift(row, Lifted.UNDONE, actor, at, said)
    return row


def _locked(exit_id: int) -> tuple[Exit, Body]:
    body = locked.body(Exit.objects.values_list("body_id", flat=True).get(pk=exit_id))
    row = Exit.objects.get(pk=exit_id)
    row.body = body
    return row, body


def _refuse_own(body: Body, actor: Actor, at: datetime) -> None:
    """Nobody of the office decides about the own unit."""
    if any(access.is_self(actor, account_id) for account_id in queries.admins_of_body(body.pk, at)):
        raise refusals.OwnExit


def _suspend(row: Exit, body: Body, at: datetime) -> None:
    today = clock.local_date(at)
    days = queries.exit_rules(body.area.path, today).close_days
    row.suspended_at, row.close_on = at, today + timedelta(days=days)
    row.save(update_fields=["suspended_at", "close_on"])
    _note("ExitSuspended", row, system(_JOB), at)
    telling_exits.step(row, at)


def _close(row: Exit, body: Body, at: datetime) -> None:
    """The body and its teams end; who belonged to them, and what they did, stays."""
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    _note("ExitClosed", row, system(_JOB), at)
    telling_exits.step(row, at)
    body.closed_at = at
    body.save(update_fields=["closed_at"])
    Team.objects.filter(body=body, closed_at__isnull=True).update(closed_at=at)


def _lift(row: Exit, why: Lifted, actor: Actor, at: datetime, words: str = "") -> None:
    body = row.body
    if row.closed_at is not None and body.closed_at == row.closed_at:
        refuse_if_taken(body.credit_code, other_than=body.pk)
        body.closed_at = None
        body.save(update_fields=["closed_at"])
        Team.objects.filter(body=body, closed_at=row.closed_at).update(closed_at=None)
        keeping.keep_if_alone([body.pk], KeptWhy.GONE, at)
    row.lifted_at, row.lifted_why, row.lifted_by_id, row.lifted_words = at, why, actor.account_id, words
    row.save(update_fields=["lifted_at", "lifted_why", "lifted_by_id", "lifted_words"])
    _note("ExitLifted", row, actor, at, why=str(why), step=row.step)
    telling_exits.lifted(row, at)


def _note(action: str, row: Exit, actor: Actor, at: datetime, **detail: object) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("body", row.body_id), area_id=row.body.area_id,
        detail={"exit": row.public_id, **detail},
    )  # fmt: skip


def _note_area(action: str, area_id: int, actor: Actor, at: datetime, **detail: object) -> None:
    audit.record(action, actor=actor, at=at, subject=("division", area_id), area_id=area_id, detail=detail)
