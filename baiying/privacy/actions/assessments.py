"""An impact is assessed and filed before a use begins; without it the use stays off (PIPL art. 55, 56)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from baiying.kit import audit
from baiying.kit.db import errors, transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.privacy import queries
from baiying.privacy.assessment_models import Assessment, Use


class AssessFirst(Refused):
    code = "assess_first"
    sentence = _("先做个人信息保护影响评估并登记，再开始（《个人信息保护法》第55条）。")
    field = "assessment"
    status = 422


@dataclass(frozen=True, slots=True)
class AssessmentGiven:
    """What PIPL art. 56 asks: purpose and means, whether lawful and necessary, the risks, the measures against them."""

    use: str
    about: str
    purpose: str
    necessity: str
    risks: str
    measures: str
    begins: str = ""


def file_assessment(*, given: AssessmentGiven, area_id: int, source: str, actor: Actor, at: datetime) -> Assessment:
    """File what was assessed; from now on the use may begin. The same form again: the first."""
    try:
        return _file(given, area_id, source, actor, at)
    except IntegrityError as error:
        if errors.constraint_of(error) != "privacy_assessment_source_key":
            raise
        # The other press of the same button was a moment earlier.
        found = queries.assessment_of_source(source)
        assert found is not None
        return found


@transaction.atomic
def _file(given: AssessmentGiven, area_id: int, source: str, actor: Actor, at: datetime) -> Assessment:
    if before := queries.assessment_of_source(source):
        return before
    assert actor.account_id is not None
    row = Assessment.objects.create(
        source=source, area_id=area_id, use=Use(given.use), about=given.about.strip(), purpose=given.purpose.strip(),
        necessity=given.necessity.strip(), risks=given.risks.strip(), measures=given.measures.strip(),
        begins=given.begins, filed_at=at, filed_by_id=actor.account_id,
    )  # fmt: skip
    detail = {"use": row.use, "about": row.about} | ({"begins": row.begins} if row.begins else {})
    audit.record(
        "AssessmentFiled", actor=actor, at=at, subject=("assessment", row.pk), area_id=area_id,
        detail=detail,
    )  # fmt: skip
    return row


def require_assessed(*, use: str, area_path: Sequence[int], public_id: str) -> Assessment:
    """What every switch of a new use asks first: the assessment by which it begins, of that use and that area.

    Refuses: AssessFirst.
    """
    row = queries.assessed(use, area_path).filter(public_id=public_id).first()
    if row is None:
        raise AssessFirst
    return row
