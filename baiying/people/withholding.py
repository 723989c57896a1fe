"""Files with children in them wait for a manager's leave (R009): what lists of all rooms ask before they give one."""

from datetime import datetime

from django.urls import reverse

from baiying.kit.taking import File
from baiying.kit.values import leaves
from baiying.kit.values.actor import Actor
from baiying.people import actions, queries
from baiying.places import queries as places


def children_in(person_ids: list[int], at: datetime) -> list[int]:
    return queries.children_among(person_ids, at)


def withheld(file: File, actor: Actor, at: datetime, reason: str) -> str:
    """The address of the leave that a file waits for, asked for by this press; empty where it may be given.

    What is about oneself alone needs none.
    """
    own = queries.own_person_ids(actor.account_id) if actor.account_id else frozenset()
    children = queries.children_among(set(file.people) - own, at) if file.personal else []
    area_id = _area_of(file, actor) if children else 0
    if not children or not queries.files_by_leave(area_id, at):
        return ""
    row = queries.own_file_leave(file, actor, at)
    if row is None:
        row = actions.ask_file_leave(
            file=file, area_id=area_id, children=len(children), words=reason, actor=actor, at=at
        )
    if queries.file_leave_state(row, at) == leaves.OPEN:
        return ""
    return reverse("people:file_leave", args=[row.public_id])


def _area_of(file: File, actor: Actor) -> int:
    """Where the rows lie, else where the office acts, else where whoever takes it is at home."""
    if file.area_id is not None:
        return file.area_id
    if actor.acting is not None and actor.acting.area_id is not None:
        return actor.acting.area_id
    home = queries.home_of(actor.person_id) if actor.person_id is not None else None
    return (home or places.cities()[0]).pk
