"""At the desk, for who stands there: each act asks anew for the end of the document, and counts the wrong ones.

All stand outside a transaction, because a wrong end counts though the act is refused. All refuse as people's
`see_document`: OwnCheck, TooManyEnds, NumberWaits, SawNumber (who opened the number needs another), NotOnRecord.
"""

from datetime import datetime
from typing import Any

from baiying.kit.values.actor import Actor
from baiying.people import actions as people
from baiying.people import queries as persons
from baiying.privacy.actions import closings, copies
from baiying.privacy.models import Closing, Copy, Way


def ask_copy_at_desk(*, person: persons.Person, last_six: str, reason: str, actor: Actor, at: datetime) -> Copy:
    """As `ask_copy`, the document being there. Refuses besides: TooManyCopies."""
    people.see_document(person=person, last_six=last_six, actor=actor, at=at)
    return copies.ask_copy(person=person, way=Way.DESK, reason=reason, actor=actor, at=at)


def print_at_desk(*, person: persons.Person, copy_id: int, last_six: str, actor: Actor, at: datetime) -> dict[str, Any]:
    """As `hand_over`, the document being there again. Refuses besides: CopyIsOver.

    Of a child the whole numbers are masked: a clerk alone reads none (Minors Online Regulation art. 36). Whoever stands
    here has them on the document; the whole ones are in the copy that the child or a guardian fetches.
    """
    people.see_document(person=person, last_six=last_six, actor=actor, at=at)
    found = copies.hand_over(copy_id=copy_id, form="print", actor=actor, at=at)
    return _masked(found, person) if persons.is_under_age(person, at) else found


def _masked(found: dict[str, Any], person: persons.Person) -> dict[str, Any]:
    """The same copy with masks in the place of the numbers that are the person's own or a guardian's."""
    masks = {persons.id_number_of(person): person.id_no_shown, persons.phone_of(person) or "": person.phone_shown}
    for row in persons.guardianships_of(person.pk):
        masks[persons.guardian_phone(row)] = row.phone_mask
    masks.pop("", None)

    def cell(value: Any) -> Any:
        return masks.get(value, value) if isinstance(value, str) else value

    sections = [
        {**one, "rows": [{key: cell(value) for key, value in row.items()} for row in one["rows"]]}
        for one in found["sections"]
    ]
    return {**found, "sections": sections, "masked": True}


def ask_closing_at_desk(*, person: persons.Person, last_six: str, actor: Actor, at: datetime) -> Closing:
    """As `ask_closing`, the document being there. Refuses besides: HandOverFirst, MergedMeanwhile."""
    people.see_document(person=person, last_six=last_six, actor=actor, at=at)
    return closings.ask_closing(person=person, way=Way.DESK, actor=actor, at=at)


def stop_closing_at_desk(
    *, person: persons.Person, closing_id: int, last_six: str, actor: Actor, at: datetime
) -> Closing:
    """As `stop_closing`, the document being there. Refuses besides: ClosedAlready."""
    people.see_document(person=person, last_six=last_six, actor=actor, at=at)
    return closings.stop_closing(closing_id=closing_id, actor=actor, at=at)
