"""Attendance, the ledger and cases when two records of one human become one, and apart again (kit.merging, R006).

Lines of the ledger never change: those of both records stand under their own ids and are found through the link. Time
that both have counts once: the line that gives way is taken back and its rest is posted anew; parted, the same again.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from baiying.hours import locked, queries
from baiying.hours.actions import posting
from baiying.hours.models import Attendance, HourEntry, Objection
from baiying.hours.rules import merging as rules
from baiying.kit import clock
from baiying.kit.kept import translate
from baiying.kit.merging import Joining, Parting
from baiying.ui import formats


def join_records(joining: Joining) -> None:
    """Attendances move with their cases; minutes of one time count once."""
    own, other = joining.survivor.id, joining.loser.id
    pairs = queries.overlapping_pairs(own, other)
    locked.attendances({pk for pair in pairs for pk in pair})
    lines = {line.id: line for line in queries.standing_of_many({pk for pair in pairs for pk in pair})}
    cuts = _cuts(pairs, lines.values())
    days = {lines[cut.id].served_on for cut in cuts}
    for person_id in sorted((own, other)):
        locked.person_days(person_id, days)
    for cut in cuts:
        _cut(joining, lines[cut.id], cut)
    twice = Attendance.objects.filter(pk__in={pair[1] for pair in pairs}, kept_overlap=False)
    # Two presences of one time are kept as they are, out of what keeps times apart; no minute of them counts twice.
    joining.set(twice, kept_overlap=True)
    joining.move(Attendance.objects.filter(person_id=other), "person")
    open_ones = Q(answered_at__isnull=True, withdrawn_at__isnull=True, attendance__isnull=True)
    shifts = list(Objection.objects.filter(open_ones, person_id=own).values_list("shift_id", flat=True))
    cases = Objection.objects.filter(person_id=other).exclude(open_ones & Q(shift_id__in=shifts))
    joining.move(cases, "person")


def _cuts(pairs: Iterable[tuple[int, int]], lines: Iterable[HourEntry]) -> list[rules.Cut]:
    of: dict[int, list[HourEntry]] = {}
    for line in lines:
        of.setdefault(line.attendance_id or 0, []).append(line)
    own_ids, other_ids = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    own = [_served(line, own=True) for pk in own_ids for line in of.get(pk, [])]
    others = [_served(line, own=False) for pk in other_ids for line in of.get(pk, [])]
    return rules.cuts(own, others)


def _served(line: HourEntry, *, own: bool) -> rules.Served:
    return rules.Served(line.id, line.minutes, line.tier, line.starts_at, line.ends_at, own)


def _cut(joining: Joining, line: HourEntry, cut: rules.Cut) -> None:
    words = translate("两条记录合并，同一时间只算一次")
    posting.post_reversal(line, words, actor=joining.actor, at=joining.at)
    rest = None
    if line.minutes > cut.minutes:
        anew = posting.Anew(
            f"merge:{joining.merge_id}:{line.id}", line.person_id, line.minutes - cut.minutes, cut.starts_at,
            cut.ends_at, [*line.reason, {"code": "merged", "minutes": cut.minutes}],
        )  # fmt: skip
        rest = posting.post_anew(line, anew, actor=joining.actor, at=joining.at).id
    joining.settle(
        "hours.double", entry=line.id, served_on=line.served_on.isoformat(), minutes=cut.minutes, rest=rest,
        attendance=line.attendance_id,
    )  # fmt: skip


def part_records(parting: Parting) -> None:
    """Each has its own minutes again, also those that counted once; what was decided since stays decided.

    A line that was posted to the survivor since, of a record that is the other's, is taken back and posted there.
    """
    parting.give_back("hours.Attendance", "kept_overlap")
    doubles = parting.of("hours.double")
    standing = {line.id: line for line in queries.standing_of_many({one["attendance"] for one in doubles})}
    theirs = queries.lines_of_others(parting.loser.id)
    days = {line.served_on for line in (*standing.values(), *theirs)}
    days |= {datetime.fromisoformat(one["served_on"]).date() for one in doubles}
    for person_id in sorted((parting.survivor.id, parting.loser.id)):
        locked.person_days(person_id, days)
    for one in doubles:
        _uncut(parting, one, standing)
    for line in queries.lines_of_others(parting.loser.id):
        _rehome(parting, line)


def _uncut(parting: Parting, one: dict[str, object], standing: dict[int, HourEntry]) -> None:
    was = queries.entry_of_day(datetime.fromisoformat(str(one["served_on"])).date(), int(str(one["entry"])))
    left = [line for line in standing.values() if line.attendance_id == one["attendance"]]
    if was is None or [line.id for line in left] != ([one["rest"]] if one["rest"] is not None else []):
        # Somebody decided about the record since: that decision stands.
        return
    words = translate("两条记录已分开，合并时少算的时长还给本人")
    for line in left:
        posting.post_reversal(line, words, actor=parting.actor, at=parting.at)
    anew = posting.Anew(
        f"parted:{parting.merge_id}:{was.id}", was.person_id, was.minutes, was.starts_at, was.ends_at,
        [*was.reason, {"code": "parted"}],
    )  # fmt: skip
    posting.post_anew(was, anew, actor=parting.actor, at=parting.at)


def _rehome(parting: Parting, line: HourEntry) -> None:
    words = translate("两条记录已分开，这份记录属于另一条")
    posting.post_reversal(line, words, actor=parting.actor, at=parting.at)
    anew = posting.Anew(
        f"parted:{parting.merge_id}:{line.id}", parting.loser.id, line.minutes, line.starts_at, line.ends_at,
        [*line.reason, {"code": "parted"}],
    )  # fmt: skip
    posting.post_anew(line, anew, actor=parting.actor, at=parting.at)


def hinders(one_id: int, other_id: int, at: datetime) -> str:
    """Two open attendances, or one time on both records about which nobody has decided yet."""
    if Attendance.objects.filter(person_id__in=[one_id, other_id], checked_out_at__isnull=True).count() > 1:
        return translate("两条记录都正在服务，没有签退。请先签退，再合并。")
    ids = {pk for pair in queries.overlapping_pairs(one_id, other_id) for pk in pair}
    if Attendance.objects.filter(pk__in=ids, settled_at__isnull=True).exists():
        return translate("两条记录里有同一时间的服务，其中有的还没有定下来。请先由复核定下来，再合并。")
    return ""


def double(one_id: int, other_id: int) -> int:
    """Minutes that count once after the merge."""
    pairs = queries.overlapping_pairs(one_id, other_id)
    return sum(cut.minutes for cut in _cuts(pairs, queries.standing_of_many({pk for pair in pairs for pk in pair})))


def newer(table: str, ids: Collection[int], at: datetime) -> dict[int, str]:
    """Records and cases that came since, as the page of the undo names them."""
    if table == "hours.Objection":
        cases = Objection.objects.filter(pk__in=ids)
        words = translate("异议：%(day)s 提出")
        return {row.pk: words % {"day": formats.date_text(clock.local_date(row.filed_at))} for row in cases}
    found: dict[int, str] = {}
    for row in Attendance.objects.filter(pk__in=ids).select_related("shift__activity", "area"):
        title = row.shift.activity.title if row.shift is not None else translate("上门服务")
        minutes = sum(line.minutes for line in queries.entries_of_attendance(row.pk))
        words = translate("服务：%(title)s，%(when)s，已入账 %(minutes)s")
        found[row.pk] = words % {
            "title": title,
            "when": formats.datetime_text(row.checked_in_at),
            "minutes": formats.minutes_text(minutes),
        }
    return found
