"""That two records are of one human: shown by an own act or by documents, confirmed by a second person (R006)."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, cast

from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts_access
from baiying.kit import audit, clock, each, limits
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor, system
from baiying.people import access, locked, queries, rules
from baiying.people.actions import merging, numbers, telling
from baiying.people.actions.checks import NumberDiffers, SawNumber, counted_end
from baiying.people.models import Merge, MergeProof, Person
from baiying.people.rights import Right
from baiying.people.rules import merging as merge_rules
from baiying.people.rules.merging import Likeness
from baiying.places import queries as places
from baiying.ui import formats

JOB = "people.carry_out_merges"
# The other number, the human's own or a stranger's, said that it is not so.
NOBODY = 0
# The levels that decide about two verified documents of two humans.
_CITY = ("city", "province")


class SameRecord(Refused):
    code = "same_record"
    sentence = _("这就是同一条记录：这个号码已经指向它了。")
    field = "other"


class MergeOpen(Refused):
    code = "merge_open"

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.sentence = _("其中一条记录已有一件合并在办（%(number)s），办完再提。") % {"number": number}


class CardsDiffer(Refused):
    code = "cards_differ"
    sentence = _("两张证不是这两条记录现在有效的证。请看着证再输一遍；遗失过的证已作废，请改用证件。")
    field = "proof"


class NotOneHuman(Refused):
    """Whoever holds a stolen or borrowed phone, or two cards, could be anybody: the facts have to agree too."""

    code = "not_one_human"
    sentence = _(
        "两条记录写的不是同一个人（姓名、性别、出生日期或证件号码不一样），只凭手机号或志愿者证不能合并。"
        "确实都是您的，请带上两份证件到就近的实践站（所）当面办；其中一条写错了，先请工作人员更正那一条。"
    )


class SayWhyThough(Refused):
    code = "say_why_though"
    field = "words"

    def __init__(self, differs: Sequence[str]) -> None:
        super().__init__(",".join(differs))
        self.sentence = _(
            "两条记录不一样的：%(facts)s。先看清是不是同一个人；其中一条写错了，先更正那一条。"
            "确实是同一个人，请在这里写明为什么，再提交。"
        ) % {"facts": formats.listed(str(FACTS[one]) for one in differs)}


class CityDecides(Refused):
    code = "city_decides"
    sentence = _("两份证件都核验过，号码是两个人的。只有市级办公室可以决定，这里请按“不合并”。")


FACTS = {"name": _("姓名"), "sex": _("性别"), "birth_date": _("出生日期"), "document": _("证件号码")}


class NotThisEnd(NumberDiffers):
    sentence = _("与这条记录里的号码不一致。请看着证件再输一遍；证件没有带来的，改天带来再办。")


class NobodyAbove(Refused):
    code = "nobody_above"
    sentence = _("两条记录不在同一个城市，这里不能合并。")


class SecondPerson(Refused):
    code = "second_person"
    sentence = _("这件事是您提出的，要由另一位有权的人确认。")


class MergeChanged(Refused):
    code = "merge_changed"
    sentence = _("这件事刚刚有了变化，请看过现在的样子再决定。")


class NotFound(Refused):
    code = "merge_not_found"
    sentence = _("没有找到这个号码的记录。请照证件或志愿者证再抄一遍，要抄整个号码。")
    field = "other"
    status = 422


class TooManySought(Refused):
    code = "too_many_sought"
    sentence = _("今天找过的号码太多了，请明天再来，或请另一位工作人员办理。")
    field = "other"
    status = 429


# A desk has a few such people in a week, a human one other record: more is fishing.
_SOUGHT = limits.Limit("merge:sought", 40, timedelta(days=1))


def seek_other(*, number: str, actor: Actor, at: datetime) -> Person:
    """The record that a whole volunteer number or document number means, wherever it lies. Refuses: TooManySought,
    NotFound. Stands outside a transaction, because a try counts though it is refused."""
    if not limits.take(_SOUGHT, str(actor.account_id), at=at):
        raise TooManySought
    found = queries.person_by_any_number(number)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Proof:
    """What was shown for both records: the ends of both numbers as read off the documents, or the codes of both
    cards."""

    how: str
    one: str = ""
    other: str = ""


_P = ParamSpec("_P")


def _counting_ends(act: Callable[_P, Merge]) -> Callable[_P, Merge]:
    """Outside the transaction: a wrong end of a document counts for both records though the asking is undone."""

    @wraps(act)
    def counted(*args: _P.args, **given: _P.kwargs) -> Merge:
        said = cast("dict[str, Any]", given)
        with ExitStack() as stack:
            if said["proof"].how == MergeProof.DOCUMENTS:
                for person in (said["one"], said["other"]):
                    stack.enter_context(counted_end(person, said["actor"], said["at"]))
            return act(*args, **given)

    return counted


@_counting_ends
@transaction.atomic
def ask_merge(*, one: Person, other: Person, proof: Proof, words: str, sees: bool, actor: Actor, at: datetime) -> Merge:
    """Say that two records are of one human; the proof was shown for both. Both numbers are told.

    `sees`: whether both lie in the actor's own scope, or the human acted for both: then it is proposed at once, else
    the office above takes it up. The same again by the same hand is answered as the first time.
    Where both documents were seen and are of two humans, only the city may propose it: it goes there.
    Refuses: SameRecord, MergeOpen, MergeHindered, NobodyAbove, OwnMatter; of documents NumberWaits, SawNumber,
    NumberDiffers, SayWhyThough; of cards CardsDiffer; of cards and phones NotOneHuman.
    """
    if one.pk == other.pk:
        raise SameRecord
    for pk in sorted((one.pk, other.pk)):
        locked.person(pk)
    if known := queries.open_merge_between(one.pk, other.pk):
        if known.asked_by_id == actor.account_id and known.done_at is None:
            return known
        raise MergeOpen(known.public_id)
    for person in (one, other):
        if taken := queries.open_merges_of(person.pk).first():
            raise MergeOpen(taken.public_id)
    if proof.how != MergeProof.PHONES:
        access.refuse_own(actor, one.pk)
        access.refuse_own(actor, other.pk)
    _refuse_unproven(one, other, proof, actor, at)
    like = queries.likeness_of(one, other)
    _refuse_unlike(like, proof.how, words)
    # Of a record elsewhere nothing is said here: the office above reads what stands in the way.
    if sees and (hindrance := queries.hinders_merging(one.pk, other.pk, at)):
        raise merging.MergeHindered(hindrance)
    area = _area(one, other, like)
    if like.two_humans and not accounts_access.may(actor, Right.MERGE_RECORDS, area.path):
        sees = False
    survivor = queries.survivor_of(one, other)
    row = Merge.objects.create(
        survivor=survivor, loser=other if survivor.pk == one.pk else one, area=area, proof=proof.how,
        words=words.strip()[:300], asked_at=at, asked_by_id=actor.account_id or NOBODY,
        proposed_at=at if sees else None, proposed_by_id=actor.account_id if sees else None,
        due_on=queries.due_by(area.path, at),
    )  # fmt: skip
    _note("MergeProposed" if sees else "MergeAsked", row, actor, at, proof=proof.how, words=row.words)
    text = translate(
        "有人提出：用这个手机号的志愿者记录和另一条是同一个人的，要合并成一条（编号 %(number)s），"
        "还要另一位工作人员确认。如果不对，登录后点“不是同一个人”，或打电话给当地实践站（所）。"
    ) % {"number": row.public_id}
    _tell_both(row, text, at)
    return row


def _refuse_unproven(one: Person, other: Person, proof: Proof, actor: Actor, at: datetime) -> None:
    if proof.how == MergeProof.CARDS:
        found = {person.pk if person else 0 for person in map(queries.person_by_card, (proof.one, proof.other))}
        if found != {one.pk, other.pk}:
            raise CardsDiffer
    if proof.how != MergeProof.DOCUMENTS:
        return
    for person, typed, column in ((one, proof.one, "one_six"), (other, proof.other, "other_six")):
        numbers.refuse_waiting(person, at)
        if queries.saw_number(person.pk, actor):
            raise SawNumber
        kept = queries.id_number_of(person)
        if not rules.last_six_match(kept, identifiers.tidy(typed), kind=person.id_type):
            refusal = NotThisEnd()
            refusal.field = column
            raise refusal


def _area(one: Person, other: Person, like: Likeness) -> places.Division:
    """Whose office decides: of the smallest area that holds both, or of the city. Refuses: NobodyAbove."""
    area_id = queries.common_area(one, other)
    area = places.division_by_id(area_id) if area_id is not None else None
    if area is not None and like.two_humans and area.level not in _CITY:
        area = places.city_of(area.path)
    if area is None:
        raise NobodyAbove
    return area


def _refuse_unlike(like: Likeness, how: str, words: str) -> None:
    """Refuses: NotOneHuman, SayWhyThough."""
    if how in merge_rules.OWN_ACTS:
        if like.apart or like.two_humans:
            raise NotOneHuman
    elif queries.needs_reason(like) and not words.strip():
        raise SayWhyThough(like.differs)


def _refuse_undecided(row: Merge, words: str) -> Likeness:
    """The same asked again, because a record may have been corrected since. Refuses: NotOneHuman, SayWhyThough,
    CityDecides."""
    like = queries.likeness_of(row.survivor, row.loser)
    _refuse_unlike(like, row.proof, words)
    if like.two_humans and not queries.may_decide_two(row):
        raise CityDecides
    return like


@transaction.atomic
def take_up(*, merge: Merge, words: str = "", actor: Actor, at: datetime) -> Merge:
    """An office that sees both records makes what one below asked for its own proposal; where facts differ it says why
    (`words`).

    Refuses: OwnMatter, MergeEnded, MergeChanged (another took it up), NotOneHuman, SayWhyThough, CityDecides.
    """
    row = _open(merge, actor)
    if row.proposed_at is not None:
        if row.proposed_by_id == actor.account_id:
            return row
        raise MergeChanged
    _refuse_undecided(row, words)
    row.proposed_at, row.proposed_by_id, row.taken_words = at, actor.account_id, words.strip()[:300]
    row.save(update_fields=["proposed_at", "proposed_by_id", "taken_words"])
    _note("MergeProposed", row, actor, at, proof=row.proof, words=row.taken_words)
    return row


def _open(merge: Merge, actor: Actor) -> Merge:
    row = locked.merge(merge.pk)
    for pk in (row.survivor_id, row.loser_id):
        access.refuse_own(actor, pk)
    if row.ended_at is not None or row.done_at is not None:
        raise merging.MergeEnded
    return row


@transaction.atomic
def confirm_merge(*, merge: Merge, actor: Actor, at: datetime) -> Merge:
    """The second person agrees: it is carried out now where the human acted for both and all facts agree, else after
    the cooling days.

    Again by the same hand changes nothing. Refuses: OwnMatter, MergeEnded, SecondPerson, MergeChanged (nobody proposed
    it, or somebody said no), MergeHindered, NotOneHuman, SayWhyThough, CityDecides.
    """
    row = locked.merge(merge.pk)
    if row.confirmed_at is not None and row.confirmed_by_id == actor.account_id and row.ended_at is None:
        return row
    row = _open(merge, actor)
    if row.proposed_by_id is None or row.confirmed_at is not None or row.said_no_at is not None:
        raise MergeChanged
    hands = accounts_access.own_hands(actor)
    if actor.account_id is None or {row.proposed_by_id, row.asked_by_id} & hands:
        raise SecondPerson
    if hindrance := queries.hinders_merging(row.survivor_id, row.loser_id, at):
        raise merging.MergeHindered(hindrance)
    like = _refuse_undecided(row, row.taken_words or row.words)
    given = queries.merge_rules_at(row.area.path, clock.local_date(at))
    row.confirmed_at, row.confirmed_by_id = at, actor.account_id
    one_phone = queries.phone_of(row.survivor) == queries.phone_of(row.loser)
    row.cools_until = merge_rules.cools_until(at, proof=row.proof, like=like, rules=given, one_phone=one_phone)
    row.save(update_fields=["confirmed_at", "confirmed_by_id", "cools_until"])
    _note("MergeConfirmed", row, actor, at, until=row.cools_until.isoformat())
    if row.cools_until <= at:
        return merging.carry_out(merge_id=row.pk, actor=actor, at=at)
    text = translate(
        "两条志愿者记录的合并（编号 %(number)s）已由两个人看过，%(when)s办理。"
        "在那以前如果不对，登录后点“不是同一个人”，或打电话给当地实践站（所），就不合并。"
    ) % {"number": row.public_id, "when": formats.date_text(clock.local_date(row.cools_until))}
    _tell_both(row, text, at)
    return row


@transaction.atomic
def end_merge(*, merge: Merge, words: str, actor: Actor, at: datetime) -> Merge:
    """An office says that it is not so, or takes its own proposal back; nothing was moved, both are told.

    Again with the same words by the same hand changes nothing. Refuses: OwnMatter, MergeEnded.
    """
    row = locked.merge(merge.pk)
    if row.ended_at is not None and (row.ended_by_id, row.end_words) == (actor.account_id, words.strip()[:300]):
        return row
    row = _open(merge, actor)
    _end(row, words, actor, at)
    return row


@transaction.atomic
def say_no(*, merge: Merge, actor: Actor, at: datetime) -> Merge:
    """Whoever comes in by one of the two records says that it is not the same human: nothing is merged.

    Again changes nothing. Refuses: MergeEnded (done already: an office undoes it).
    """
    row = locked.merge(merge.pk)
    if row.said_no_at is not None:
        return row
    if row.ended_at is not None or row.done_at is not None:
        raise merging.MergeEnded
    row.said_no_at = at
    row.save(update_fields=["said_no_at"])
    _end(row, translate("其中一条记录的本人说：不是同一个人"), actor, at)
    return row


def _end(row: Merge, words: str, actor: Actor, at: datetime) -> None:
    row.ended_at, row.ended_by_id, row.end_words = at, actor.account_id, words.strip()[:300]
    row.save(update_fields=["ended_at", "ended_by_id", "end_words"])
    _note("MergeEnded", row, actor, at, words=row.end_words)
    _tell_both(
        row,
        translate("两条志愿者记录的合并（编号 %(number)s）不办了，两条都没有变化。") % {"number": row.public_id},
        at,
    )


def carry_out_due(*, at: datetime) -> int:
    """Carry out what has cooled; what is hindered now ends, and its office reads why. Gives how many were done."""
    actor = system(JOB)
    return each.each(JOB, queries.merge_ids_due(at), lambda pk: _carry_out(pk, actor=actor, at=at), at=at).done


@transaction.atomic
def _carry_out(merge_id: int, *, actor: Actor, at: datetime) -> bool:
    row = locked.merge(merge_id)
    if row.ended_at is not None or row.done_at is not None:
        # Somebody said no since it was found due: that stands as it was said, and no failure of the job is noted.
        return False
    if hindrance := queries.hinders_merging(row.survivor_id, row.loser_id, at):
        _end(row, hindrance, actor, at)
        return False
    merging.carry_out(merge_id=merge_id, actor=actor, at=at)
    return True


def _note(action: str, row: Merge, actor: Actor, at: datetime, **detail: object) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("person", row.survivor_id), area_id=row.area_id,
        detail={"merge": row.public_id, "other_id": row.loser_id, **detail},
    )  # fmt: skip


def _tell_both(row: Merge, text: str, at: datetime) -> None:
    """Whoever holds one of the two numbers hears it, and reads it in the app."""
    for person in (row.survivor, row.loser):
        telling.tell(person, kind="merging", text=text, at=at, link="/mine/merging/", sms=True)
