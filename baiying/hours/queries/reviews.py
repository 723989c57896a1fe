"""What waits for a second person, an answer, or a correction; by scope."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as translate

from baiying.accounts.access import Scope
from baiying.hours.models import Attendance, DecisionBatch, Objection, Proposal

ACTIVITY = "attendance__shift__activity"
# Neither answered nor taken back.
OPEN = Q(answered_at__isnull=True, withdrawn_at__isnull=True)

# Undecided, and in no batch that will be carried out by itself.
WAITING = Q(approved_at__isnull=True, refused_at__isnull=True, batch__isnull=True)


def proposals() -> QuerySet[Proposal]:
    return Proposal.objects.select_related(
        "attendance", "attendance__person", "attendance__area", "attendance__shift", "attendance__shift__post",
        ACTIVITY, f"{ACTIVITY}__team", f"{ACTIVITY}__team__body", f"{ACTIVITY}__area", "batch",
    )  # fmt: skip


def proposal(public_id: str) -> Proposal | None:
    return proposals().filter(public_id=public_id).first()


def waiting_of_attendance(attendance_id: int) -> list[Proposal]:
    """What waits for a second person about one record, the newest first; also what a batch will decide."""
    return list(Proposal.objects.filter(attendance_id=attendance_id, decided_by_id__isnull=True).order_by("-id"))


# Asked about what is on record already; other minutes are the record itself, which waits.
ABOUT_A_RECORD = ("correction", "reversal")


def objected_since(rows: Sequence[Proposal]) -> dict[int, str]:
    """Against which corrections and reversals the volunteer objected after they were asked for, or after an earlier one
    was, which was asked for again since; and nobody answered: by proposal what was said. Of other proposals nothing is
    asked."""
    asked = [row for row in rows if row.part in ABOUT_A_RECORD]
    if not asked:
        return {}
    found = Objection.objects.filter(OPEN, attendance_id__in={row.attendance_id for row in asked})
    by_record = {one.attendance_id: one for one in found}
    return {
        row.pk: one.words
        for row in asked
        if (one := by_record.get(row.attendance_id)) is not None and (one.to_change or one.filed_at >= row.proposed_at)
    }


def asked_about(attendance: Attendance | None) -> Proposal | None:
    """The correction or reversal that waits for a second person about a record, if there is one.

    Of rows whose proposals were read with them (attendances_of) it asks nothing more.
    """
    if attendance is None:
        return None
    waiting = (one for one in attendance.proposals.all() if one.decided_by_id is None and one.part in ABOUT_A_RECORD)
    return max(waiting, key=lambda one: one.pk, default=None)


def asked_words(row: Proposal) -> str:
    """What stands in lists beside a record about which somebody asked something."""
    return translate("冲销待复核") if row.part == "reversal" else translate("更正待复核")


def refused_before(proposal: Proposal) -> list[Proposal]:
    """What was refused of the same record before this was put forward, the newest first."""
    rows = Proposal.objects.filter(attendance_id=proposal.attendance_id, refused_at__isnull=False)
    return list(
        rows.filter(refused_at__lte=proposal.proposed_at).exclude(pk=proposal.pk).order_by("-refused_at", "-id")
    )


def proposal_by_id(proposal_id: int) -> Proposal | None:
    return proposals().filter(pk=proposal_id).first()


def reach(scope: Scope | None, body_ids: Sequence[int]) -> Q:
    """Proposals of an area, or of the bodies somebody administers; nothing without either. Visits have an area only."""
    found = Q(**{f"{ACTIVITY}__team__body_id__in": list(body_ids)})
    if scope is None:
        return found
    visits = Q(attendance__shift__isnull=True) & scope.areas("attendance__area")
    return found | scope.areas(f"{ACTIVITY}__area") | visits


def waiting_for(scope: Scope | None, body_ids: Sequence[int] = ()) -> QuerySet[Proposal]:
    """Minutes that wait for a second person, the oldest deadline first; without what a batch has decided."""
    rows = proposals().filter(reach(scope, body_ids), WAITING)
    return rows.order_by("due_on", "id")


def decided(scope: Scope | None, body_ids: Sequence[int] = ()) -> QuerySet[Proposal]:
    """What was decided, the newest first."""
    rows = proposals().filter(reach(scope, body_ids), decided_by_id__isnull=False)
    return rows.order_by("-id")


def decided_by(keys: Iterable[str], account_id: int | None) -> int:
    """How many of these proposals, named alone or by their group, an account itself has decided: at once, or with
    others in a batch that it has not taken back."""
    named = [key.removeprefix("-") for key in keys]
    own = Q(decided_by_id=account_id) | Q(batch__made_by_id=account_id, batch__undone_at__isnull=True)
    rows = Proposal.objects.filter(Q(public_id__in=named) | Q(attendance__shift__public_id__in=named))
    return rows.filter(own).count() if account_id is not None else 0


def batch(public_id: str) -> DecisionBatch | None:
    return DecisionBatch.objects.filter(public_id=public_id).first()


def batches_to_take_back(account_id: int, at: datetime) -> list[DecisionBatch]:
    """What somebody decided about many and can still take back, the newest first."""
    rows = DecisionBatch.objects.filter(made_by_id=account_id, undone_at__isnull=True, takes_effect_at__gt=at)
    return list(rows.order_by("-id")[:5])


def objections() -> QuerySet[Objection]:
    return Objection.objects.select_related(
        "person", "person__residence", "attendance", "attendance__shift", "shift", "shift__activity",
        "shift__activity__team", "shift__activity__area", "shift__post", "appeal_of",
    )  # fmt: skip


def objection(public_id: str) -> Objection | None:
    return objections().filter(public_id=public_id).first()


def objections_in(scope: Scope) -> Q:
    """Of the area of the activity, or of the person where no shift is named."""
    return scope.areas("shift__activity__area") | (Q(shift__isnull=True) & scope.areas("person__residence"))


def waiting_objections(scope: Scope) -> QuerySet[Objection]:
    """Cases nobody has answered, the oldest deadline first."""
    rows = objections().filter(objections_in(scope), OPEN)
    return rows.order_by("due_on", "id")


def answered_objections(scope: Scope) -> QuerySet[Objection]:
    return objections().filter(objections_in(scope), answered_at__isnull=False).order_by("-answered_at", "-id")


def objections_of(person_id: int) -> QuerySet[Objection]:
    """A person's own cases, the newest first."""
    return objections().filter(person_id=person_id).order_by("-id")


def refusals_of(attendance_ids: Sequence[int]) -> dict[int, str]:
    """By attendance what the last reviewer who refused its minutes said; nothing of those that nobody refused."""
    if not attendance_ids:
        return {}
    rows = Proposal.objects.filter(attendance_id__in=attendance_ids, refused_at__isnull=False).order_by("refused_at")
    return dict(rows.values_list("attendance_id", "decision_words"))
