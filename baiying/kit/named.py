"""Columns that name a person or a team: what a room says becomes of them when two are merged, or one is erased."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class NamesPerson:
    """A column that names a person, and what becomes of its rows when two records of one person are merged or erased.

    `merged`: `moves` to the record that stays; `stays` as written, found through the link between the records;
    `one_stays` where a person has at most one: the record that stays keeps its own.
    `erased`: `stays` under the pseudonym; `goes`; `emptied` of what says who it was.
    """

    # "<Model>.<column>" of the same room.
    column: str
    merged: Literal["moves", "stays", "one_stays"]
    erased: Literal["stays", "goes", "emptied"]
    why: str


@dataclass(frozen=True, slots=True)
class NamesTeam:
    """A column that names a team, and what becomes of its rows when two teams are merged.

    `merged`: `moves` to the team that goes on, all or what the step says; `stays` where it was, found through the link
    between the two; `one_stays` where each may be there once.
    """

    # "<Model>.<column>" of the same room.
    column: str
    merged: Literal["moves", "stays", "one_stays"]
    why: str


@dataclass(frozen=True, slots=True)
class MergeStep:
    """What a room does to columns that name a person when two records of one human become one, and apart again (R006);
    and in the same words to columns that name a team (`team_merge_steps`), where all that does not stay has one.

    Columns of `names_person` that say "moves" need none where nothing keeps two rows from being one person's: they are
    moved as they are. `order`: the lowest rank of the locks it takes, lower first. `join`: `(kit.merging.Joining) ->
    None`; `part`: `(kit.merging.Parting) -> None`, after the journal gave back what the columns said. `since`: what of
    the columns' rows is newer than a merge, in words: `(table, ids, at) -> {id: sentence}`; empty where rows that are
    newer stay without a question. `double`: minutes that both records have of one time: `(one_id, other_id) -> int`.
    `held`: minutes that some records have, each by itself: `(ids) -> {id: minutes}`, nothing for who has none.
    `hinders`: why two records are not merged now: `(one_id, other_id, at) -> sentence or nothing`. `counts`: what a
    preview says of the columns: `(survivor_id, loser_id, at) -> list[(words, number)]`.
    """

    columns: tuple[str, ...]
    order: int
    join: str = ""
    part: str = ""
    since: str = ""
    hinders: str = ""
    double: str = ""
    held: str = ""
    counts: str = ""
