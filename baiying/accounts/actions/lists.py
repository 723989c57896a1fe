"""Appointments by list: read, answered, sent by one press, given line by line, taken back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.accounts import facts as told
from baiying.accounts import list_keeping, list_matching, list_rules, locked, queries
from baiying.accounts.actions import telling
from baiying.accounts.actions.accounts import create_account
from baiying.accounts.actions.appointments import AlreadyAppointed, Terms, appoint
from baiying.accounts.list_keeping import Ready, Sheet
from baiying.accounts.list_matching import ALREADY, INVITED, OFFERED
from baiying.accounts.list_models import AppointmentInvitation, AppointmentList
from baiying.accounts.models import Account, Appointment
from baiying.accounts.rules import AppointmentListRules
from baiying.kit import audit, clock, facts, jobs
from baiying.kit import locked as forms_locked
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.listed import ListedOffice
from baiying.kit.values import names
from baiying.kit.values.actor import Acting, Actor
from baiying.kit.values.tables import Cell
from baiying.notices import actions as notices
from baiying.places import queries as places

# Of the faults so many are kept for the page; the rest is a count.
# As long as an account is called (accounts.create_account).
_LONGEST_NAME = 60
_FAULTS_KEPT = 3000


class NoListHeading(Refused):
    code = "list_no_heading"
    sentence = _("没有找到表头。需要有“地点”“角色”“姓名”这三列，另可有“手机号或后四位”“从”“至”。")
    field = "file"
    status = 422


class ListGone(Refused):
    code = "list_gone"
    sentence = _("这份名单已经清空，请重新上传。")


class NothingToGive(Refused):
    code = "list_nothing"
    sentence = _("没有一行可以任命：都已经任命过，或者有问题要先改。")


class WithoutFaults(Refused):
    code = "list_without_faults"
    sentence = _("名单里有问题的行不会任命。请先看过，再勾选“有问题的先不任命”。")
    field = "without_faults"
    status = 422


class Left(Refused):
    code = "left"
    sentence = _("此人已经注销或停用，请换一个人")


class AnotherName(Refused):
    code = "invited_another"
    sentence = _(
        "这份邀请写的是另一个姓名，您不能替他接受。与您共用手机号的家人，请您先退出登录，再由本人打开短信里的链接。"
        "要是姓名写错了，请任命您的部门改好再发。"
    )


class DigitsShape(Refused):
    code = "list_digits"
    sentence = _("请填手机号后四位，或者完整的 11 位手机号。")
    status = 422


def list_rules_on(at: datetime) -> AppointmentListRules:
    return places.rule_set(AppointmentListRules, area_path=(), on=clock.local_date(at)).rules


def is_open(row: AppointmentList) -> bool:
    """Whether it was neither sent nor emptied."""
    return row.sent_at is None and row.lines_sealed is not None


@transaction.atomic
def read_list(*, sheet: Sheet, title: str, form_id: str, actor: Actor, at: datetime) -> AppointmentList:
    """Keep a list until it is sent, and say what it comes to. The same form again gives the same list.

    Refuses: NoListHeading.
    """
    forms_locked.form(form_id)
    before = AppointmentList.objects.filter(form_id=form_id).first()
    if before is not None:
        return before
    heading = list_rules.find_heading(sheet.rows)
    if heading is None or actor.acting is None:
        raise NoListHeading
    row = AppointmentList(
        form_id=form_id, role=actor.acting.role, area_id=actor.acting.area_id, title=title, made_at=at,
        made_by_id=actor.account_id or 0,
    )  # fmt: skip
    _keep(row, replace(sheet, heading=heading[0], columns=heading[1]), at)
    row.save(force_insert=True)
    detail = {"lines": row.summary["lines"], "faults": row.summary["fault_count"]}
    audit.record(
        "AppointmentListRead", actor=actor, at=at, subject=("appointment_list", row.pk), area_id=row.area_id,
        detail=detail,
    )  # fmt: skip
    return row


def _keep(row: AppointmentList, sheet: Sheet, at: datetime) -> None:
    list_keeping.keep_sheet(row, sheet)
    found = list_matching.check(row, sheet, at)
    row.summary = {
        "rows": found.rows,
        "lines": len(found.ready),
        "fates": found.fates,
        "fault_count": len({one.line for one in found.faults}),
        "faults": [[one.line, one.column, one.code] for one in found.faults[:_FAULTS_KEPT]],
        "faults_left": max(0, len(found.faults) - _FAULTS_KEPT),
        "hidden": sheet.hidden,
        "sheet": sheet.name,
        "columns": dict(sheet.columns),
    }


@transaction.atomic
def answer_list(*, listing: AppointmentList, digits: Mapping[int, str], actor: Actor, at: datetime) -> AppointmentList:
    """The digits of phones for lines that stopped, as typed; the list is reckoned anew.

    Refuses: ListGone, DigitsShape.
    """
    row = locked.appointment_list(listing.pk)
    if not is_open(row):
        raise ListGone
    sheet = list_keeping.sheet_of(row)
    said = dict(sheet.digits)
    for number, typed in digits.items():
        tidy = list_rules.digits_of(Cell(typed))
        if tidy is None:
            raise DigitsShape(_("第 %(line)s 行：请填手机号后四位，或者完整的 11 位手机号。") % {"line": number})
        if tidy:
            said[number] = tidy
    _keep(row, replace(sheet, digits=said), at)
    row.save(update_fields=["lines_sealed", "summary"])
    return row


@transaction.atomic
def discard_list(*, listing: AppointmentList, actor: Actor, at: datetime) -> None:
    """Forget what was read and not sent. Twice is once."""
    row = locked.appointment_list(listing.pk)
    if not is_open(row):
        return
    _empty(row, at)
    row.save(update_fields=["lines_sealed", "emptied_at", "summary"])
    audit.record(
        "AppointmentListDiscarded", actor=actor, at=at, subject=("appointment_list", row.pk), area_id=row.area_id
    )


def _empty(row: AppointmentList, at: datetime) -> None:
    row.lines_sealed, row.emptied_at, row.summary = None, at, {}


@transaction.atomic
def send_list(*, listing: AppointmentList, without_faults: bool, actor: Actor, at: datetime) -> AppointmentList:
    """Give the good lines, as they are now, whatever the preview said; a job gives them one by one. A second press, by
    whomever, changes nothing.

    Refuses: ListGone, NothingToGive, WithoutFaults.
    """
    row = locked.appointment_list(listing.pk)
    if row.sent_at is not None:
        return row
    if not is_open(row):
        raise ListGone
    found = list_matching.check(row, list_keeping.sheet_of(row), at)
    if not found.ready:
        raise NothingToGive
    if found.faults and not without_faults:
        raise WithoutFaults
    list_keeping.keep_lines(row, found.ready)
    row.sent_at, row.sent_by_id, row.total = at, actor.account_id or 0, len(found.ready)
    row.outcome = {
        "fates": {OFFERED: 0, INVITED: 0, ALREADY: found.fates[ALREADY]},
        "left_out": len({one.line for one in found.faults}),
        "refused": [],
    }
    row.save(update_fields=["lines_sealed", "sent_at", "sent_by_id", "total", "outcome"])
    sent = told.AppointmentListSent(list_id=row.pk, lines=row.total)
    facts.publish(sent, actor=actor, at=at, area_id=row.area_id)
    jobs.enqueue("accounts.give_list", list_id=row.pk)
    return row


def give_all(*, list_id: int, at: datetime) -> int:
    """Give all that is left of a sent list, each line by itself; a job that is killed goes on where it stopped."""
    row = AppointmentList.objects.filter(pk=list_id, finished_at__isnull=True, undone_at__isnull=True).first()
    if row is None or row.sent_at is None or row.lines_sealed is None:
        return 0
    lines = list_keeping.lines_of(row)
    given = 0
    for position in range(row.done, len(lines)):
        given += give_line(list_id=list_id, position=position, line=lines[position], at=at)
    return given


@transaction.atomic
def give_line(*, list_id: int, position: int, line: Ready, at: datetime) -> bool:
    """Give one line of a list, and note in the same transaction that it was given; not if it was before."""
    if office := _listed(line.role):
        office.lock(line.place_id)
    row = locked.appointment_list(list_id)
    if row.undone_at is not None or row.finished_at is not None or row.done != position:
        return False
    try:
        with transaction.atomic():
            fate = _give(row, line, at)
    except AlreadyAppointed:
        fate = ALREADY
    except Refused as refusal:
        fate = ""
        row.outcome["refused"].append([line.number, refusal.code])
    if fate:
        row.outcome["fates"][fate] += 1
    row.done += 1
    if row.done >= row.total:
        row.finished_at = row.emptied_at = at
        row.lines_sealed, row.summary = None, {}
    row.save(update_fields=["outcome", "done", "finished_at", "emptied_at", "lines_sealed", "summary"])
    return True


def _office(row: AppointmentList) -> Actor:
    """The office whose list it is, by the hand that pressed; its act stands whoever has left since."""
    path = tuple(row.area.path) if row.area else ()
    acting = Acting(0, "", row.role, row.area_id, path)
    name = queries.name_of(row.sent_by_id or 0)
    return Actor(account_id=row.sent_by_id, acting=acting, label=name)


def _give(row: AppointmentList, line: Ready, at: datetime) -> str:
    account_id = line.account_id
    if account_id is None and (account_id := list_matching.called_by_number(line, at)) is None:
        return _invite(row, line, at)
    # Between the press and this job somebody may have closed the account, or let the record rest.
    account = queries.account(account_id)
    if account is None or list_matching.has_left(account_id, line.name):
        raise Left
    if office := _listed(line.role):
        office.give(
            thing_id=line.place_id, account_id=account_id, last_day=line.last_day, list_id=row.pk, actor=_office(row),
            at=at,
        )  # fmt: skip
        return OFFERED
    terms = Terms(line.first_day, line.last_day, row.pk)
    appoint(account=account, role=line.role, area_id=line.place_id, terms=terms, actor=_office(row), at=at)
    return OFFERED


def _listed(role: str) -> ListedOffice | None:
    return list_matching.listed().get(role)


def _invite(row: AppointmentList, line: Ready, at: datetime) -> str:
    """Somebody without a log-in is asked to come in: no account is made here, and no role is given (R001)."""
    hashed, office = queries.phone_hash(line.digits), _listed(line.role)
    thing_id = line.place_id if office else None
    area_id = office.area_of(line.place_id) if office else line.place_id
    same = AppointmentInvitation.objects.filter(
        phone_hash=hashed, role=line.role, area_id=area_id, thing_id=thing_id
    )  # fmt: skip
    if same.filter(taken_at=None, withdrawn_at=None, emptied_at=None).exists():
        return ALREADY
    if refusal := notices.take_typed(phone=line.digits, actor=_office(row), at=at):
        raise refusal
    made = AppointmentInvitation(
        listing=row, role=line.role, area_id=area_id, thing_id=thing_id, first_day=line.first_day,
        last_day=line.last_day,
        phone_hash=hashed, made_at=at, ends_at=at + timedelta(days=list_rules_on(at).open_days),
    )  # fmt: skip
    list_keeping.seal_who(made, line.digits, line.name)
    made.save(force_insert=True)
    telling.invited(made, line.digits, at)
    return INVITED


@transaction.atomic
def undo_list(*, listing: AppointmentList, actor: Actor, at: datetime) -> int:
    """Withdraw what a list gave and nobody has answered; who has accepted stays. Gives how many. Twice is once."""
    row = locked.appointment_list(listing.pk)
    if row.sent_at is None:
        return 0
    if row.undone_at is not None:
        return int(row.outcome.get("withdrawn", 0))
    waiting = AppointmentInvitation.objects.filter(listing_id=row.pk, taken_at=None, withdrawn_at=None)
    n = locked.appointment_invitations(waiting).update(withdrawn_at=at, who_sealed=None, phone_hash=None, emptied_at=at)
    n += locked.unanswered_of(row.pk).filter(ended_by_id=None).update(ends_at=at, ended_by_id=actor.account_id)
    n += sum(one.withdraw(list_id=row.pk, actor=actor, at=at) for one in list_matching.listed().values())
    row.undone_at, row.undone_by_id, row.lines_sealed = at, actor.account_id or 0, None
    row.outcome["withdrawn"] = n
    row.save(update_fields=["undone_at", "undone_by_id", "lines_sealed", "outcome"])
    undone = told.AppointmentListUndone(list_id=row.pk, withdrawn=n)
    facts.publish(undone, actor=actor, at=at, area_id=row.area_id)
    jobs.enqueue("accounts.tell_undone", list_id=row.pk)
    return n


def tell_undone(*, list_id: int, at: datetime) -> int:
    """Tell whoever was asked by a list that was taken back; the same words go once."""
    row = AppointmentList.objects.get(pk=list_id)
    gone = Appointment.objects.filter(listing_id=list_id, accepted_at=None, declined_at=None, ends_at=row.undone_at)
    for one in gone.select_related("area", "account").order_by("id"):
        telling.ended(one, at)
    since = row.undone_at or at
    above = list_matching.listed().values()
    return len(gone) + sum(one.tell_withdrawn(list_id=list_id, since=since, at=at) for one in above)


@transaction.atomic
def take_invitation(*, invitation: AppointmentInvitation, account: Account, actor: Actor, at: datetime) -> None:
    """Whoever was invited has come in by that number: now the role is offered, to be accepted or not. Twice is once.

    Only who is called as it says: others may come in by the same number. Refuses: ListGone (withdrawn or over),
    AnotherName, and what `appoint`, or the room of a unit's office, refuses.
    """
    row = _locked_invitation(invitation)
    if row.taken_at is None:
        _take(row, account, at)


def _locked_invitation(row: AppointmentInvitation) -> AppointmentInvitation:
    office = _listed(row.role)
    if office is not None and row.thing_id is not None:
        office.lock(row.thing_id)
    return locked.appointment_invitation(row.pk)


def _take(row: AppointmentInvitation, account: Account, at: datetime) -> None:
    if not may_be_taken(row, at):
        raise ListGone(_("这份邀请已经收回或过期，请联系任命您的部门。"))
    if not is_for(row, account):
        raise AnotherName
    office, giver = _listed(row.role), _office(row.listing)
    if office is not None and row.thing_id is not None:
        office.give(
            thing_id=row.thing_id, account_id=account.pk, last_day=row.last_day, list_id=row.listing_id, actor=giver,
            at=at,
        )  # fmt: skip
    else:
        terms = Terms(row.first_day, row.last_day, row.listing_id)
        row.appointment = appoint(account=account, role=row.role, area_id=row.area_id, terms=terms, actor=giver, at=at)
    row.taken_at = row.emptied_at = at
    row.taken_by_id, row.who_sealed, row.phone_hash = account.pk, None, None
    row.save(update_fields=["taken_at", "taken_by_id", "emptied_at", "appointment", "who_sealed", "phone_hash"])


def may_be_taken(row: AppointmentInvitation, at: datetime) -> bool:
    return row.withdrawn_at is None and row.emptied_at is None and row.ends_at > at


def is_for(row: AppointmentInvitation, account: Account) -> bool:
    """Whether an account is called as an invitation says that was not emptied."""
    return names.same(account.display_name, list_keeping.who_of(row)[1][:_LONGEST_NAME])


def invited_accounts(row: AppointmentInvitation) -> list[Account]:
    """Who comes in by the invited number under the invited name; several where two of one name share it."""
    phone, _name = list_keeping.who_of(row)
    return [one for one in queries.accounts_of_phone(phone) if is_for(row, one)]


@transaction.atomic
def come_by_invitation(
    *, invitation: AppointmentInvitation, account: Account | None, actor: Actor, at: datetime
) -> Account:
    """Whoever has just proven the invited number comes in: by the log-in that is theirs, else (None) by a new one.

    The proof, and that nobody else is meant by it, are the caller's. Refuses what `take_invitation` refuses.
    """
    row = _locked_invitation(invitation)
    if row.appointment is not None:
        return row.appointment.account
    if row.taken_by_id is not None:
        return Account.objects.get(pk=row.taken_by_id)
    if not may_be_taken(row, at):
        raise ListGone(_("这份邀请已经收回或过期，请联系任命您的部门。"))
    phone, name = list_keeping.who_of(row)
    account = account or create_account(phone=phone, display_name=name, actor=actor, at=at)
    _take(row, account, at)
    return account
