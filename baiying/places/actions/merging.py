"""What a merge of areas makes of people counts and rules, and asking every room for the same (R152)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from baiying.kit import audit, kept, rooms
from baiying.kit.kept import Kept, translate
from baiying.kit.values.actor import Actor
from baiying.places import locked, queries
from baiying.places.actions import populations, succeeding
from baiying.places.actions import rule_sets as writing
from baiying.places.models import (
    Division,
    DivisionImport,
    PopulationImport,
    PopulationKind,
    RuleSet,
    SiteState,
)
from baiying.places.rules import changes
from baiying.places.rules import merging as rules
from baiying.places.rules.populations import Figure
from baiying.ui import formats
from baiying.ui.joins import Join, Line, Merging, named


def _(text: str) -> str:
    """Marks a text for the catalogue of translations."""
    return text


# Of a source's words; what does not fit is in the audit.
_LONGEST = 120


def joins_of(
    plan: changes.Plan, existing: Mapping[str, changes.Existing], ids: Mapping[str, int], row: DivisionImport
) -> list[Join]:
    """The merges of a plan, each area that goes on once; `ids`: of new areas, once they are there."""
    names = {row.code: row.name for row in plan.added}
    parts: dict[str, list[tuple[int, str]]] = {}
    for old, new in plan.merged.items():
        parts.setdefault(new, []).append((existing[old].id, existing[old].name))
    changed, found = plan.changed, []
    for new, olds in parts.items():
        one = existing.get(new)
        renamed = changed.get(new)
        name = renamed.name if renamed else one.name if one else names[new]
        into_id = one.id if one else ids.get(new)
        found.append(Join(into_id, name, one is not None, tuple(olds), row.as_of, row.within_id))
    return found


def stored(joins: Sequence[Join]) -> list[list[Any]]:
    """Merges as they are kept beside an import that waits, to say anew at any time what follows them."""
    return [[one.into_id, one.into_name, one.stood, [list(part) for part in one.parts]] for one in joins]


def what_follows(row: DivisionImport, at: datetime) -> list[list[Any]]:
    """What all rooms will make of the merges of a table that waits, or what they made of them when it was taken over
    (`ui.joins.told` says it)."""
    if "follows" in row.counts:
        return list(row.counts["follows"])
    joins = [
        Join(pk, name, stood, tuple((old, called) for old, called in parts), row.as_of, row.within_id)
        for pk, name, stood, parts in row.counts.get("joins", ())
    ]
    return [line.kept() for one in _asked(joins, at) for line in one.lines]


def ask(joins: Sequence[Join], at: datetime) -> list[Merging]:
    """What every room will do, for `carry`: asked in the transaction of the merge, before a row of it has moved.

    Nobody enters a count between the look and the sum that is made of it.
    """
    if joins:
        locked.people_counts()
    return list(_asked(joins, at))


def carry(asked: Sequence[Merging], *, actor: Actor, at: datetime) -> list[list[Any]]:
    """Let every room do what it showed, in the transaction of the merge; returns what was shown."""
    for one in asked:
        one.carry(actor, at)
    return [line.kept() for one in asked for line in one.lines]


def _asked(joins: Sequence[Join], at: datetime) -> Iterator[Merging]:
    if joins:
        for merging in rooms.filling("merging"):
            yield merging(joins, at)


# People counts


@dataclass(frozen=True, slots=True)
class _Joined:
    join: Join
    sums: list[rules.Sum]
    left: list[rules.Left]


def _label_of(kind: str) -> str:
    return str(PopulationKind(kind).label)


def _sums_told(sums: list[tuple[int, int, list[tuple[str, int]]]]) -> str:
    """The newest first; where the counts of another year are added, that is said."""
    return formats.listed([_sum_told(*one) for one in reversed(sums)], "；")


def _sum_told(year: int, of_year: int, parts: list[tuple[str, int]]) -> str:
    counts = " + ".join(f"{name} {n:,}" for name, n in parts)
    said = {"year": year, "of": of_year, "counts": f"{counts} = {sum(n for _name, n in parts):,}"}
    if of_year != year:
        return gettext("%(year)s 年 %(counts)s（%(of)s 年的数相加，以前各年的数不动）") % said
    return gettext("%(year)s 年 %(counts)s") % said


def _kind_and_year(kind: str, year: int) -> str:
    return f"{_label_of(kind)} · {year}"


_of_kind = kept.writer("places.kind_of_count", _label_of)
_about = kept.writer("places.kind_and_year", _kind_and_year)
_added = kept.writer("places.sums_told", _sums_told)


def people_counts(joins: Sequence[Join], at: datetime) -> Merging:
    """Counts are added by year and kind (kit.rooms: merging); the sums are one table of counts, undone as such."""
    ids = [pk for one in joins for pk in one.ids]
    known: dict[int, dict[tuple[str, int], int]] = {pk: {} for pk in ids}
    for area_id, kind, year, persons in (
        queries.standing().filter(division_id__in=ids).values_list("division_id", "kind", "year", "persons")
    ):
        known[area_id][kind, year] = persons
    found = [
        _Joined(one, *rules.join({pk: known[pk] for pk in one.ids}, own_id=_own(one), since=one.since.year))
        for one in joins
    ]
    lines = [line for one in found for line in _sum_lines(one.join, one.sums)]
    lines += [_left_line(one.join, of) for one in found for of in one.left]
    return Merging(lines, lambda actor, at: _enter(found, actor, at))


def _own(join: Join) -> int | None:
    return join.into_id if join.stood else None


def _sum_lines(join: Join, sums: Sequence[rules.Sum]) -> list[Line]:
    """One for each kind, with its years."""
    lines = []
    for kind in dict.fromkeys(one.kind for one in sums):
        told = [
            [one.year, one.of_year, [[join.names[pk], n] for pk, n in one.parts]] for one in sums if one.kind == kind
        ]
        lines.append(Line(join.into_name, _of_kind(kind), _added(told)))
    return lines


def _left_line(join: Join, one: rules.Left) -> Line:
    if one.lacking:
        names = named([join.names[pk] for pk in one.lacking])
        words = translate("%(names)s没有这一年的数，不能相加。请另录合并后的数。") % {"names": names}
    else:
        words = translate("已有 %(n)s 人，不动。如果不含并进来的，请另录合并后的数。") % {"n": f"{one.persons:,}"}
    return Line(join.into_name, _about(one.kind, one.year), words, asked=True)


def _enter(found: Sequence[_Joined], actor: Actor, at: datetime) -> None:
    """Write the sums: each says in its source of which parts it was made."""
    codes = dict(Division.objects.filter(pk__in=[one.join.into_id for one in found]).values_list("pk", "code"))
    figures = [
        Figure(0, codes[joined.join.into_id or 0], one.kind, one.year, one.persons, _source(joined.join, one))
        for joined in found
        for one in joined.sums
    ]
    if not figures:
        return
    row = PopulationImport.objects.create(
        file_name=translate("区划合并"), source=translate("区划合并，各部分相加"), entered_at=at,
        entered_by_id=actor.account_id, new=len(figures), within_id=found[0].join.within_id,
    )  # fmt: skip
    populations.enter_populations(figures=figures, actor=actor, at=at, came_with=row)
    sums = [
        {"area": joined.join.into_id, "kind": one.kind, "year": one.year, "of": one.of_year, "parts": one.parts}
        for joined in found
        for one in joined.sums
    ]
    audit.record(
        "PopulationsJoined", actor=actor, at=at, subject=("population_import", row.pk), area_id=row.within_id,
        detail={"sums": sums},
    )  # fmt: skip


def _source(join: Join, one: rules.Sum) -> str:
    parts = " + ".join(f"{join.names[pk]} {n:,}" for pk, n in one.parts)
    if one.of_year != one.year:
        whole = translate("区划合并，%(year)s 年的数相加：%(parts)s") % {"year": one.of_year, "parts": parts}
    else:
        whole = translate("区划合并：%(parts)s") % {"parts": parts}
    if len(whole) <= _LONGEST:
        return whole
    return translate("区划合并，%(year)s 年 %(n)s 个区划的数相加") % {"year": one.of_year, "n": len(one.parts)}


# Sites


def built_sites(joins: Sequence[Join], at: datetime) -> Merging:
    """Built sites that close with their areas leave every count: said by name, so that whoever goes on using one enters
    it where it stands now (kit.rooms: merging). What goes along with the areas (succeeding.going) is not named."""
    into = {pk: one for one in joins for pk, _name in one.parts}
    names: dict[int, list[str]] = {}
    for site in succeeding.going(joins).staying:
        if site.state == SiteState.BUILT and site.withdrawn_at is None:
            names.setdefault(site.division_id, []).append(site.name)
    words = translate("%(sites)s随%(old)s关闭，不再计入已建成；还在用的，请在%(new)s登记。")
    lines = [
        Line(
            into[pk].into_name, translate("阵地"),
            words % {"sites": named(found), "old": into[pk].names[pk], "new": into[pk].into_name}, asked=True,
        )
        for pk, found in names.items()
    ]  # fmt: skip
    return Merging(lines, lambda _actor, _at: None)


# Rules

# Marked for the catalogue; `translate` of kit.kept takes them.
_ENDS = _("%(old)s自己的规则只管合并以前的日子，以后按%(new)s的。")
_WITHDRAWN = _("%(old)s还没有生效的版本随着撤回，以后按%(new)s的。")


def rule_sets(joins: Sequence[Join], at: datetime) -> Merging:
    """The rules of the area that goes on stand; those of one that closes end with it (kit.rooms: merging).

    They go on deciding about its past days, as every version does. What waits there, or has not begun, is withdrawn:
    it would wait for ever. (A version that begins later than the merge has decided nothing yet.)
    """
    into = {pk: one for one in joins for pk, _name in one.parts}
    rows = list(RuleSet.objects.filter(area_id__in=into, withdrawn_at__isnull=True).order_by("kind", "pk"))
    kinds = queries.kinds()
    lines = []
    seen: set[tuple[int | None, str, bool]] = set()
    for row in rows:
        key = (row.area_id, row.kind, queries.has_begun(row, at))
        if key in seen or row.kind not in kinds:
            continue
        seen.add(key)
        join = into[row.area_id or 0]
        words = _ENDS if key[2] else _WITHDRAWN
        with kept.in_chinese():
            title = str(kinds[row.kind].title)
        said = translate(words) % {"old": join.names[row.area_id or 0], "new": join.into_name}
        lines.append(Line(join.into_name, Kept(title, {"t": title}), said))
    return Merging(lines, lambda actor, at: _withdraw([row.pk for row in rows], into, actor, at))


def _withdraw(ids: Sequence[int], into: Mapping[int, Join], actor: Actor, at: datetime) -> None:
    """Take back what has not begun. The second person of the merge is that of the import: its report was read."""
    locked.starts_of_rules()
    for row in locked.rule_sets(ids):
        if row.withdrawn_at is not None or queries.has_begun(row, at):
            continue
        why = translate("区划并入%(new)s") % {"new": into[row.area_id or 0].into_name}
        writing.take_back(row, why[:200], actor=actor, at=at)
