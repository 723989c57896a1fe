"""Two records of one human: which tables take part, what stands in the way, what is newer than a merge."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.db.models import F, Q, QuerySet

from baiying.accounts import queries as accounts
from baiying.accounts.access import Scope
from baiying.kit import clock, rooms
from baiying.kit.kept import translate
from baiying.kit.rooms import MergeStep
from baiying.kit.values import identifiers
from baiying.people import identity
from baiying.people.models import Claim, Consent, Counting, Guardianship, Merge, Person, Registration, SpotCheck
from baiying.people.queries import merged, persons
from baiying.people.rules import merging as merge_rules
from baiying.people.rules.merging import Facts, Likeness, MergeRules, Side
from baiying.places import queries as places


def merge_rules_at(path: list[int], day: date) -> MergeRules:
    """What holds for merges of an area on a day."""
    return places.rule_set(MergeRules, area_path=path, on=day).rules


def is_erased(person: Person) -> bool:
    """Whether what a record held is gone: its key was destroyed."""
    return person.data_key_sealed is None and person.closed_at is not None


def columns_of(room: str, step: MergeStep) -> Iterator[tuple[str, str]]:
    """The tables and columns of a step, as the journal names them."""
    for one in step.columns:
        model, _dot, column = one.rpartition(".")
        yield f"{room}.{model}", column


def plain_columns() -> list[tuple[str, str]]:
    """Columns that move as they are: their room has no step for them."""
    found = []
    for name, room in rooms.brought().items():
        stepped = {column for step in room.merge_steps for column in step.columns}
        for one in room.names_person:
            if one.merged == "moves" and one.column not in stepped:
                model, _dot, column = one.column.rpartition(".")
                found.append((f"{name}.{model}", column))
    return found


def asked_tables() -> list[tuple[str, MergeStep]]:
    """The tables whose newer rows are asked about when a merge is undone."""
    return [
        (table, step)
        for name, step in rooms.merge_steps()
        if step.since
        for table, column in columns_of(name, step)
        if column in {"person", "ward"}
    ]


def newer_rows(row: Merge) -> dict[str, list[int]]:
    """What names the survivor and came after the merge, by table: nobody knows to whom of the two it belongs."""
    found = {}
    for table, step in asked_tables():
        column = next(c for t, c in columns_of(table.partition(".")[0], step) if t == table)
        rows = apps.get_model(table)._base_manager.filter(**{column: row.survivor_id, "id__gt": row.seen.get(table, 0)})
        found[table] = list(rows.order_by("id").values_list("id", flat=True))
    return {table: ids for table, ids in found.items() if ids}


def newer_words(row: Merge, at: datetime) -> list[tuple[str, int, str]]:
    """The same in words, in the order of the rooms: (table, id, sentence)."""
    newer = newer_rows(row)
    return [
        (table, pk, words)
        for table, step in asked_tables()
        if table in newer
        for pk, words in sorted(rooms.called(step.since)(table, newer[table], at).items())
    ]


def double_minutes(one_id: int, other_id: int) -> int:
    """Minutes of the ledger that both records have of one and the same time: they will count once."""
    return sum(rooms.called(step.double)(one_id, other_id) for _name, step in rooms.merge_steps() if step.double)


def held_minutes(ids: Collection[int]) -> Counter[int]:
    """Minutes that each of some records has by itself; nought for who has none."""
    found = Counter[int]()
    for _name, step in rooms.merge_steps():
        if step.held:
            found.update(rooms.called(step.held)(ids))
    return found


def person_by_any_number(number: str) -> Person | None:
    """Whom a whole volunteer number or document number means; of a merged record the one that goes on."""
    tidy = identifiers.tidy(number)
    if found := persons.person_by_volunteer_no(tidy):
        return found
    rows = Person.objects.select_related("residence").filter(id_no_hash__in=identity.id_no_hashes(tidy))
    return merged.leading(Person.objects.select_related("residence"), rows.first()) if tidy else None


def side_of(person: Person) -> Side:
    counted = Counting.objects.filter(person=person, to_at__isnull=True).exists()
    return Side(counted, person.account_id is not None, person.created_at, person.pk)


def likeness_of(one: Person, other: Person) -> Likeness:
    """How the facts of two records compare, as they are now."""
    return merge_rules.likeness(_facts(one), _facts(other))


def needs_reason(like: Likeness) -> bool:
    """Whether somebody has to say why two records are of one human though facts of them differ."""
    return like.apart or "document" in like.differs


def may_decide_two(row: Merge) -> bool:
    """Whether it lies where two verified documents of two humans are decided about: at the city, or above."""
    return row.area.level in {"city", "province"}


def _facts(person: Person) -> Facts:
    seen = Registration.objects.filter(person=person, verified_at__isnull=False).exists()
    number = bytes(person.id_no_hash or b"")
    return Facts(person.name, person.sex, person.birth_date, person.id_type, number, seen)


def survivor_of(one: Person, other: Person) -> Person:
    """The record that goes on."""
    chosen = merge_rules.goes_on(side_of(one), side_of(other))
    return one if chosen.id == one.pk else other


def common_area(one: Person, other: Person) -> int | None:
    """The smallest area in which both live."""
    return merge_rules.common(one.residence.path, other.residence.path)


def hinders_merging(one_id: int, other_id: int, at: datetime) -> str:
    """Why two records are not merged now, in a sentence that says what to do first; empty where nothing is."""
    rows = list(Person.objects.filter(pk__in=[one_id, other_id]))
    if any(row.closed_at is not None for row in rows):
        return translate("其中一条记录已经注销或合并过了。")
    if any(row.parked_at is not None for row in rows):
        return translate("其中一条记录在休眠。请先让本人恢复，再合并。")
    if any(row.rests_since is not None for row in rows):
        return translate("其中一条记录的本人撤回了同意，只是存着。请本人先到站（所）重新同意，再合并。")
    if Registration.objects.filter(person_id__in=[one_id, other_id], held_at__isnull=False, ended_at=None).exists():
        return translate("其中一条注册正在核实。请先核实完，再合并。")
    if Claim.objects.filter(person_id__in=[one_id, other_id], decided_at=None, seen_at__isnull=False).exists():
        return translate("其中一条记录正在交还给认领的人。请等交还办完，再合并。")
    # Each human with all log-ins: the second one of a record that was merged before counts as the first does.
    log_ins = [merged.all_accounts_of_same([row.account_id]) for row in rows if row.account_id is not None]
    everyone = {pk for own in log_ins for pk in own}
    if Guardianship.objects.filter(ward__in=rows, guardian_account_id__in=everyone).exists():
        return translate("一条记录的手机号是另一条的监护人。监护人和孩子是两个人，不能合并。")
    if sum(any(accounts.appointments_of(pk, at).exists() for pk in own) for own in log_ins) > 1:
        return translate("两条记录的账号都有任职。请任命的一方先结束其中一个，再合并。")
    if SpotCheck.objects.filter(person_id__in=[one_id, other_id], found_at__isnull=True).exists():
        return translate("其中一条注册被抽中，还没有查完。请先查完，再合并。")
    if _differ_in_number(one_id, other_id):
        return translate("对收集证件号码的同意，两条记录不一样。请本人先说明以哪个为准，再合并。")
    for _name, step in rooms.merge_steps():
        if step.hinders and (words := rooms.called(step.hinders)(one_id, other_id, at)):
            return str(words)
    return ""


def later_merges(row: Merge) -> bool:
    """Whether another record has come into the same one since and stands: what both had counts once, by the earlier."""
    rows = Merge.objects.filter(survivor_id=row.survivor_id, done_at__isnull=False, undone_at__isnull=True)
    return rows.filter(done_at__gt=row.done_at).exclude(pk=row.pk).exists()


def _differ_in_number(one_id: int, other_id: int) -> bool:
    rows = Consent.objects.filter(purpose="id_number", person_id__in=[one_id, other_id]).order_by("given_at", "id")
    newest = dict(rows.values_list("person_id", "withdrawn_at"))
    return len(newest) > 1 and len({gone is None for gone in newest.values()}) > 1


def _all() -> QuerySet[Merge]:
    return Merge.objects.select_related("survivor__residence", "loser__residence", "area")


def merges(scope: Scope) -> QuerySet[Merge]:
    """Merges whose two records both lie in the scope, the newest first."""
    return _all().filter(scope.areas("area")).order_by("-id")


def waiting_merges(scope: Scope) -> QuerySet[Merge]:
    """Those of them that wait for an office: to be taken up, or for a second person."""
    return merges(scope).filter(confirmed_at__isnull=True, ended_at__isnull=True).order_by("due_on", "id")


def merge(public_id: str) -> Merge | None:
    return _all().filter(public_id=public_id).first()


def merge_ids_due(at: datetime) -> list[int]:
    """Confirmed merges whose cooling days are over."""
    rows = Merge.objects.filter(confirmed_at__isnull=False, ended_at__isnull=True, done_at__isnull=True)
    return list(rows.filter(cools_until__lte=at).order_by("id").values_list("pk", flat=True))


def merges_of(person_id: int) -> QuerySet[Merge]:
    """What concerns a person: open merges, and those that were done and may be undone; the newest first."""
    return _all().filter(Q(survivor_id=person_id) | Q(loser_id=person_id)).order_by("-id")


def open_merge_between(one_id: int, other_id: int) -> Merge | None:
    """The merge of two records that nobody has ended or undone, whichever goes on."""
    rows = merges_of(one_id).filter(ended_at__isnull=True, undone_at__isnull=True)
    return rows.filter(Q(survivor_id=other_id) | Q(loser_id=other_id)).first()


def open_merges_of(person_id: int) -> QuerySet[Merge]:
    """Merges of a record that nobody has ended, and that are not done."""
    return merges_of(person_id).filter(ended_at__isnull=True, done_at__isnull=True)


def last_day_to_undo(row: Merge) -> date | None:
    """Until which day a merge is undone by a press; None for one that was not carried out."""
    if row.done_at is None:
        return None
    day = clock.local_date(row.done_at)
    return merge_rules.last_day_to_undo(day, merge_rules_at(row.area.path, day))


@dataclass(frozen=True, slots=True)
class Compared:
    """What is shown of one record beside the other: nothing that is sealed, and no more than a list shows."""

    person: Person
    registration: Registration | None
    goes_on: bool
    # Of the ledger, before the merge.
    minutes: int

    @property
    def number(self) -> str:
        return self.registration.volunteer_no if self.registration else "—"


def compared(row: Merge) -> list[Compared]:
    found = []
    held = held_minutes([row.survivor_id, row.loser_id])
    for person in (row.survivor, row.loser):
        opened = Registration.objects.filter(person=person).order_by(F("ended_at").desc(nulls_first=True), "-id")
        found.append(Compared(person, opened.first(), person.pk == row.survivor_id, held[person.pk]))
    return found


def due_by(area_path: list[int], at: datetime) -> date:
    """By which working day an office answers what was asked now."""
    today = clock.local_date(at)
    due_on, _known = places.working_day_after(today, merge_rules_at(area_path, today).answer_days)
    return due_on
