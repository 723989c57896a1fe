"""A leak: opened, contained, whose data it was, who is told and how, closed with a report (PIPL art. 57)."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from baiying.accounts.access import Scope
from baiying.kit import audit, jobs, taking
from baiying.kit.db import errors, transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import queries as persons
from baiying.privacy import locked, queries
from baiying.privacy.breach_models import Breach, BreachKind, BreachPerson, BreachStep, StepKind

# So many numbers are looked up in one press.
MOST_NUMBERS = 3000


class NotFoundYet(Refused):
    code = "not_found_yet"
    sentence = _("发现的时间不能在以后。")
    field = "found_at"
    status = 422


class NoSuchFile(Refused):
    code = "no_such_file"
    sentence = _("本地区没有这个编号的导出。编号在文件每页的末尾，例如 k3m9x2a7q4wz。")
    field = "mark"
    status = 422


class FileNamesNobody(Refused):
    code = "file_names_nobody"
    sentence = _("这份导出没有记下涉及哪些人（以前的导出，或不是人的名单）。请粘贴志愿者编号。")
    field = "mark"
    status = 422


class TooManyNumbers(Refused):
    code = "too_many_numbers"
    sentence = _("一次最多 3000 个编号，请分几次。")
    field = "numbers"
    status = 422


class BreachEnded(Refused):
    code = "breach_ended"
    sentence = _("这一件已经结束，不能再改。")


class ContainFirst(Refused):
    code = "contain_first"
    sentence = _("先写下已经采取的措施：通知里要告诉大家（《个人信息保护法》第57条）。")


class NobodyConcerned(Refused):
    code = "nobody_concerned"
    sentence = _("还没有找出涉及哪些人。填文件编号，或粘贴志愿者编号。")


class NotYetToEnd(Refused):
    code = "not_yet_to_end"
    sentence = _("还不能结束，先办完下面没有办的。")


class DoneLater(Refused):
    code = "done_later"
    sentence = _("办的时间不能在以后。")
    field = "done_at"
    status = 422


class ToldAlready(Refused):
    code = "told_already"
    sentence = _("已经决定通知本人了，不能改成不通知。")


@dataclass(frozen=True, slots=True)
class BreachGiven:
    """What is known at the beginning; each of it is told to those concerned."""

    kind: str
    found_at: datetime
    what: str
    cause: str
    harm: str
    advice: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """How many were added and how many stood there; who lives elsewhere is not this office's; what was no number."""

    added: int
    known: int
    outside: int
    unknown: tuple[str, ...] = ()


def open_breach(*, given: BreachGiven, area_id: int, source: str, actor: Actor, at: datetime) -> Breach:
    """Open a case; its clocks run from when it was found. The same form again: the first. Refuses: NotFoundYet."""
    try:
        return _open(given, area_id, source, actor, at)
    except IntegrityError as error:
        if errors.constraint_of(error) != "privacy_breach_source_key":
            raise
        # The other press of the same button was a moment earlier.
        found = queries.breach_of_source(source)
        assert found is not None
        return found


@transaction.atomic
def _open(given: BreachGiven, area_id: int, source: str, actor: Actor, at: datetime) -> Breach:
    if before := queries.breach_of_source(source):
        return before
    if given.found_at > at:
        raise NotFoundYet
    assert actor.account_id is not None
    row = Breach.objects.create(
        source=source, area_id=area_id, kind=BreachKind(given.kind), found_at=given.found_at, what=given.what.strip(),
        cause=given.cause.strip(), harm=given.harm.strip(), advice=given.advice.strip(), opened_at=at,
        opened_by_id=actor.account_id,
    )  # fmt: skip
    _note("BreachOpened", row, actor, at, kind=row.kind)
    tell_guards(
        row, translate("发现个人信息泄露，已开始处置，请看一下要您做什么。"), "opened", at, but=actor.account_id
    )
    return row


@transaction.atomic
def add_step(
    *, breach_id: int, kind: str, words: str, done_at: datetime, source: str, actor: Actor, at: datetime
) -> BreachStep:
    """Write down what was done or found. The same form again: nothing. Refuses: BreachEnded, NotFoundYet."""
    row = locked.breach(breach_id)
    if before := queries.step_of_source(source):
        return before
    if row.ended_at is not None:
        raise BreachEnded
    if done_at > at:
        raise DoneLater
    assert actor.account_id is not None
    step = BreachStep.objects.create(
        source=source, breach=row, kind=StepKind(kind), words=words.strip(), done_at=done_at, at=at,
        by_id=actor.account_id,
    )  # fmt: skip
    _note("BreachStepTaken", row, actor, at, kind=step.kind, words=step.words)
    return step


@transaction.atomic
def gather_from_file(*, breach_id: int, mark: str, scope: Scope, actor: Actor, at: datetime) -> Gathered:
    """All whom an exported file was about, by the mark it bears. Again: nobody new.

    Refuses: BreachEnded, NoSuchFile, FileNamesNobody.
    """
    row = _in_hand(breach_id)
    file = queries.file_within(scope, mark, actor.account_id)
    if file is None:
        raise NoSuchFile
    ids = taking.people_in(file)
    if not ids:
        raise FileNamesNobody
    found = _gather(row, ids, file.public_id, scope, at)
    _note("BreachPeopleFound", row, actor, at, mark=file.public_id, added=str(found.added))
    return found


@transaction.atomic
def gather_from_numbers(*, breach_id: int, numbers: str, scope: Scope, actor: Actor, at: datetime) -> Gathered:
    """All who stand on a list of volunteer numbers; what is no number of anybody comes back.

    Refuses: BreachEnded, TooManyNumbers.
    """
    row = _in_hand(breach_id)
    words = list(dict.fromkeys(one for one in re.split(r"[\s,，、;；]+", numbers) if one))
    if len(words) > MOST_NUMBERS:
        raise TooManyNumbers
    whose = {word: persons.person_by_volunteer_no(word) for word in words}
    found = _gather(row, [one.pk for one in whose.values() if one is not None], "", scope, at)
    _note("BreachPeopleFound", row, actor, at, added=str(found.added))
    unknown = tuple(word for word, one in whose.items() if one is None)
    return Gathered(found.added, found.known, found.outside, unknown)


def _in_hand(breach_id: int) -> Breach:
    row = locked.breach(breach_id)
    if row.ended_at is not None:
        raise BreachEnded
    return row


def _gather(row: Breach, ids: list[int], mark: str, scope: Scope, at: datetime) -> Gathered:
    before = queries.people_of(row)
    new = [pk for pk in dict.fromkeys(ids) if pk not in before]
    BreachPerson.objects.bulk_create(
        [BreachPerson(breach=row, person_id=pk, mark=mark, found_at=at) for pk in new], batch_size=1000
    )
    # Neither beyond the reader's area nor beyond the case's own: whoever has the case prints its letters.
    elsewhere = queries.outside(row, scope).filter(person_id__in=new).delete()[0]
    elsewhere += queries.outside(row, Scope(row.area_id, scope.right)).filter(person_id__in=new).delete()[0]
    if row.told_at is not None:
        jobs.enqueue("privacy.tell_breaches")
    return Gathered(len(new) - elsewhere, len(set(ids)) - len(new), elsewhere)


@transaction.atomic
def decide_telling(*, breach_id: int, actor: Actor, at: datetime) -> Breach:
    """Those concerned are told from now on, also who is found later. Again: nothing is told twice.

    Refuses: BreachEnded, ContainFirst, NobodyConcerned.
    """
    row = _in_hand(breach_id)
    if row.told_at is None:
        if not row.steps.filter(kind=StepKind.CONTAIN).exists():
            raise ContainFirst
        if not row.people.exists():
            raise NobodyConcerned
        row.told_at, row.told_by_id, row.untold_why = at, actor.account_id, ""
        row.save(update_fields=["told_at", "told_by_id", "untold_why"])
        _note("BreachTold", row, actor, at)
        jobs.enqueue("privacy.tell_breaches")
    return row


@transaction.atomic
def spare_telling(*, breach_id: int, why: str, actor: Actor, at: datetime) -> Breach:
    """Nobody need be told: the harm was wholly kept off, and why (PIPL art. 57). The authority may ask for it still.

    Refuses: BreachEnded, ContainFirst, ToldAlready.
    """
    row = _in_hand(breach_id)
    if row.untold_why == why.strip():
        return row
    if row.told_at is not None:
        raise ToldAlready
    if not row.steps.filter(kind=StepKind.CONTAIN).exists():
        raise ContainFirst
    row.untold_why = why.strip()
    row.save(update_fields=["untold_why"])
    _note("BreachUntold", row, actor, at, reason=row.untold_why)
    return row


@transaction.atomic
def end_breach(*, breach_id: int, conclusion: str, actor: Actor, at: datetime) -> Breach:
    """Close the case. The same again: nothing. Refuses: BreachEnded, NotYetToEnd."""
    row = locked.breach(breach_id)
    if row.ended_at is not None:
        if (row.ended_by_id, row.conclusion) != (actor.account_id, conclusion.strip()):
            raise BreachEnded
        return row
    if queries.missing(row):
        raise NotYetToEnd
    row.ended_at, row.ended_by_id, row.conclusion = at, actor.account_id, conclusion.strip()
    row.save(update_fields=["ended_at", "ended_by_id", "conclusion"])
    _note("BreachEnded", row, actor, at, conclusion=row.conclusion)
    return row


def tell_guards(row: Breach, text: str, why: str, at: datetime, *, but: int | None = None) -> None:
    """Whoever is responsible for the data of the area and above it."""
    for account_id in queries.who_guards(row.area.path, at):
        if account_id != but:
            notices.write(
                kind="privacy.breach_open", text=text, at=at, inbox=persons.inbox_of_account(account_id),
                link=f"/desk/data/leaks/{row.public_id}/", unique_source=f"breach:{row.pk}:{why}:{account_id}",
            )  # fmt: skip


def _note(action: str, row: Breach, actor: Actor, at: datetime, **detail: str) -> None:
    audit.record(action, actor=actor, at=at, subject=("breach", row.pk), area_id=row.area_id, detail=detail)
