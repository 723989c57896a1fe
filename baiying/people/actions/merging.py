"""Carrying out a merge, and undoing it: every room does its part in one transaction, all or nothing (R006)."""

from datetime import datetime

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from baiying.accounts import actions as accounts
from baiying.kit import audit, clock, merging, rooms
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.merging import Joining, Line, Parting
from baiying.kit.values.actor import Actor
from baiying.people import access, locked, queries
from baiying.people.actions import telling
from baiying.people.models import Merge, Moved, Person
from baiying.people.rules import merging as merge_rules
from baiying.ui import formats


class MergeHindered(Refused):
    """Something of one of the two stands in the way now; the sentence says what, and what to do first."""

    code = "merge_hindered"


class MergeEnded(Refused):
    code = "merge_ended"
    sentence = _("这件事已经了结，没有再改动。")


class AlreadyUndone(Refused):
    code = "already_undone"
    sentence = _("已撤销：两条记录已经分开。")


class TooLateToUndo(Refused):
    code = "too_late_to_undo"

    def __init__(self, last: str, days: int) -> None:
        super().__init__(last)
        self.sentence = _(
            "合并满 %(days)s 天（最晚 %(last)s）以后不能撤销了。不属于本人的服务，请对每一条提出异议，由复核更正；"
            "另一个人重新注册后，他的时长由复核补录。"
        ) % {"last": last, "days": days}


class ErasedSince(Refused):
    code = "erased_since"
    sentence = _("合并以后，有记录已按本人要求删除，不能再分开；已删除的内容不会恢复。")


class LaterMergeStands(Refused):
    code = "later_merge_stands"
    sentence = _("这条记录后来又与别的记录合并了。请先撤销后来的合并。")


class NotAllSaid(Refused):
    code = "not_all_said"
    sentence = _("合并以后新增的内容，请逐项说明属于谁。")


@transaction.atomic
def carry_out(*, merge_id: int, actor: Actor, at: datetime) -> Merge:
    """Make two records one: whole or not at all; done already it changes nothing. Refuses: MergeHindered, MergeEnded.

    Both persons are held so that nobody comes to name one of them meanwhile; who waited for that is asked to try again
    (sql/refuse_merged.sql of the rooms).
    """
    row = locked.merge(merge_id)
    if row.done_at is not None:
        return row
    if row.ended_at is not None or row.confirmed_at is None:
        raise MergeEnded
    persons = locked.persons_to_merge(row.survivor_id, row.loser_id)
    if hindrance := queries.hinders_merging(row.survivor_id, row.loser_id, at):
        raise MergeHindered(hindrance)
    survivor, loser = persons[row.survivor_id], persons[row.loser_id]
    row.seen = {table: merging.newest(table) for table, _step in queries.asked_tables()}
    joining = Joining(row.pk, _record(survivor), _record(loser), actor, at)
    for _room, step in rooms.merge_steps():
        if step.join:
            rooms.called(step.join)(joining)
    for table, column in queries.plain_columns():
        model, by_text = apps.get_model(table), column == "inbox"
        named = loser.public_id if by_text else loser.pk
        joining.move(model._base_manager.filter(**{column: named}), column)
    _lead_on(joining, at)
    row.done_at, row.settled = at, joining.settled
    row.save(update_fields=["done_at", "settled", "seen"])
    Moved.objects.bulk_create(
        [
            Moved(merge=row, table=one.table, column=one.column, rows=one.rows, before=one.before, after=one.after)
            for one in joining.lines
        ]
    )
    if loser.account_id is not None:
        accounts.end_sessions(account_id=loser.account_id, actor=actor, at=at, why="merged")
    _note("RecordsMerged", row, survivor, actor, at)
    _tell_done(survivor, loser, row, at)
    return row


def _record(person: Person) -> merging.Record:
    return merging.Record(person.pk, person.public_id, person.account_id)


def _lead_on(joining: Joining, at: datetime) -> None:
    """From now on the loser leads to the survivor; so do records that were merged into it before."""
    earlier = Person.objects.filter(merged_into_id=joining.loser.id)
    joining.set(earlier, merged_into_id=joining.survivor.id)
    joining.set(Person.objects.filter(pk=joining.loser.id), closed_at=at, merged_into_id=joining.survivor.id)


def _note(action: str, row: Merge, survivor: Person, actor: Actor, at: datetime, **detail: object) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("person", survivor.pk), area_id=row.area_id,
        detail={"merge": row.public_id, "other_id": row.loser_id, **detail},
    )  # fmt: skip


def _tell_done(survivor: Person, loser: Person, row: Merge, at: datetime) -> None:
    days = queries.merge_rules_at(row.area.path, clock.local_date(at)).undo_days
    text = translate(
        "您的两条志愿者记录已合并为一条，时长、队伍和报名都在一起，重复的时间只算一次；两个编号和手机号都能用。"
        "如果不对，%(days)s 天内告诉当地实践站（所），可以分开。"
    ) % {"days": days}
    telling.tell(survivor, kind="merged", text=text, at=at, link="/mine/merging/", sms=True)
    phone = queries.phone_of(loser)
    if phone and phone != queries.phone_of(survivor):
        telling.tell_phone(phone, survivor, kind="merged", text=text, at=at)


@transaction.atomic
def undo(
    *, merge_id: int, chosen: dict[str, list[int]], said: dict[str, list[int]], words: str, actor: Actor, at: datetime
) -> Merge:
    """Make them two again: what the journal moved goes back, what is newer goes where somebody said.

    `said`: all newer rows that the page showed, by table; `chosen`: those of them that are the other's. The same again
    is answered as done. Refuses: OwnMatter, MergeEnded, AlreadyUndone, TooLateToUndo, ErasedSince, LaterMergeStands,
    NotAllSaid.
    """
    row = locked.merge(merge_id)
    if row.done_at is None:
        raise MergeEnded
    if row.undone_at is not None:
        if (row.undone_by_id, row.undo_words) == (actor.account_id, words.strip()[:300]):
            return row
        raise AlreadyUndone
    for person_id in (row.survivor_id, row.loser_id):
        access.refuse_own(actor, person_id)
    refuse_late(row, at)
    persons = locked.persons_to_merge(row.survivor_id, row.loser_id)
    survivor, loser = persons[row.survivor_id], persons[row.loser_id]
    if survivor.merged_into_id is not None or loser.merged_into_id != survivor.pk or queries.later_merges(row):
        raise LaterMergeStands
    if queries.is_erased(survivor) or queries.is_erased(loser):
        raise ErasedSince
    newer = queries.newer_rows(row)
    if {table: sorted(ids) for table, ids in said.items() if ids} != {
        t: sorted(ids) for t, ids in newer.items() if ids
    }:
        raise NotAllSaid
    lines = [Line(one.table, one.column, one.rows, one.before, one.after) for one in row.moved.order_by("id")]
    parting = Parting(
        row.pk, _record(survivor), _record(loser), row.done_at, actor, at, lines, row.settled, chosen=chosen
    )
    # The person's own row first: rows that come back must name a record that is open.
    for column in ("merged_into_id", "closed_at"):
        parting.give_back("people.Person", column)
    for name, step in rooms.merge_steps():
        for table, column in queries.columns_of(name, step):
            parting.give_back(table, column)
        if step.part:
            rooms.called(step.part)(parting)
    for table, column in queries.plain_columns():
        parting.give_back(table, column)
    row.undone_at, row.undone_by_id, row.undo_words = at, actor.account_id, words.strip()[:300]
    row.save(update_fields=["undone_at", "undone_by_id", "undo_words"])
    for person in (survivor, loser):
        if person.account_id is not None:
            accounts.end_sessions(account_id=person.account_id, actor=actor, at=at, why="merged")
    left = sorted({f"{one.table}.{one.column}" for one in parting.changed})
    _note("RecordsParted", row, survivor, actor, at, words=row.undo_words, changed=left)
    text = translate("您的志愿者记录已与另一条分开，合并前的内容各归各的。如有疑问，请联系当地实践站（所）。")
    for person in (survivor, loser):
        telling.tell(person, kind="merged", text=text, at=at, link="/mine/merging/", sms=True)
    return row


def refuse_late(row: Merge, at: datetime) -> None:
    """Refuses: TooLateToUndo."""
    assert row.done_at is not None
    given = queries.merge_rules_at(row.area.path, clock.local_date(row.done_at))
    last = merge_rules.last_day_to_undo(clock.local_date(row.done_at), given)
    if clock.local_date(at) > last:
        raise TooLateToUndo(formats.date_text(last), given.undo_days)
