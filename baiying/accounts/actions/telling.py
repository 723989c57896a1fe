"""Telling appointee and appointer of an appointment: in the app where they have an inbox, else by text message."""

from datetime import datetime

from django.urls import reverse

from baiying.accounts import access, queries, stand_ins
from baiying.accounts.list_models import AppointmentInvitation
from baiying.accounts.models import Appointment, Role
from baiying.accounts.neighbours import neighbours
from baiying.kit import clock
from baiying.kit.kept import in_chinese, translate
from baiying.notices import actions as notices
from baiying.notices import queries as messages
from baiying.ui import kept


def offered(row: Appointment, at: datetime) -> None:
    """Tell the appointee that an answer is awaited."""
    text = translate("您被任命为%(area)s%(role)s。请登录答复：接受之后才生效，也可以不接受。") % _words(row)
    _tell(row, row.account_id, "appointment_offered", text, reverse("accounts:offers"), at)


def answered(row: Appointment, at: datetime) -> None:
    """Tell the appointer what the appointee said; what set-up or a load gave has none."""
    if row.appointed_by_id is None:
        return
    if row.stands_in_for_id is not None:
        _answered_stand_in(row, at)
        return
    if row.accepted_at is not None:
        text = translate("%(name)s 接受了任命：%(area)s%(role)s，已经生效。")
        if row.starts_at > at:
            text = translate("%(name)s 接受了任命：%(area)s%(role)s，从%(day)s起生效。")
    else:
        text = translate("%(name)s 没有接受任命：%(area)s%(role)s。请另找人担任。")
    words = {"name": row.account.display_name, "day": kept.day(clock.local_date(row.starts_at)), **_words(row)}
    _tell(row, row.appointed_by_id, "appointment_answered", text % words, reverse("accounts:appointments"), at)


def ended(row: Appointment, at: datetime) -> None:
    """Tell whoever held it, or was asked, that it is over."""
    if row.accepted_at is None:
        text = translate("%(area)s%(role)s的任命已经收回，不用答复了。")
    else:
        text = translate("您不再担任%(area)s%(role)s。以前办过的事都保留在记录里。")
    _tell(row, row.account_id, "appointment_ended", text % _words(row), reverse("accounts:offers"), at)


def asked_to_stand_in(row: Appointment, at: datetime) -> None:
    """Tell a colleague that somebody who will be away asks to be stood in for."""
    text = translate(
        "%(away)s请您从%(first)s到%(last)s代理%(area)s%(role)s。请登录答复：接受之后才生效，也可以不接受。"
    )
    _tell(row, row.account_id, "stand_in_asked", text % _days(row), reverse("accounts:offers"), at)


def _answered_stand_in(row: Appointment, at: datetime) -> None:
    if row.accepted_at is not None:
        text = translate("%(name)s 接受了代理：%(first)s到%(last)s，%(area)s%(role)s。这几天的消息发给代理人。")
    else:
        text = translate("%(name)s 没有接受代理：%(first)s到%(last)s，%(area)s%(role)s。请另请一位。")
    _tell(row, row.appointed_by_id or 0, "stand_in_answered", text % _days(row), reverse("accounts:standing_in"), at)


def stand_in_over(row: Appointment, at: datetime) -> None:
    """Tell whoever stood in, or was asked, that it is over."""
    if row.accepted_at is None:
        text = translate("%(away)s收回了请您代理的请求：%(area)s%(role)s。不用答复了。")
    else:
        text = translate("%(area)s%(role)s的代理结束了。以前办过的事都保留在记录里，谢谢您。")
    _tell(row, row.account_id, "stand_in_over", text % _days(row), reverse("accounts:standing_in"), at)


def handed_back(row: Appointment, at: datetime) -> None:
    """Tell whoever is away that nobody stands in any more."""
    text = translate("%(name)s 不再代理%(area)s%(role)s，从现在起又由您自己办。要另请一位，请登录办理。")
    _tell(row, row.appointed_by_id or 0, "stand_in_handed_back", text % _days(row), reverse("accounts:standing_in"), at)


def _days(row: Appointment) -> dict[str, object]:
    return {
        "name": row.account.display_name,
        "away": stand_ins.away_name(row),
        "first": kept.day(clock.local_date(row.starts_at)),
        "last": kept.day(row.last_day) if row.last_day is not None else "",
        **_words(row),
    }


def _words(row: Appointment) -> dict[str, object]:
    with in_chinese():
        role = row.get_role_display()
    return {"area": row.area.name if row.area else "", "role": translate(role)}


def _tell(row: Appointment, account_id: int, kind: str, text: str, link: str, at: datetime) -> None:
    tell_account(
        account_id=account_id, kind=kind, text=text, link=link, source=f"{kind}:{row.public_id}", at=at,
        area_id=row.area_id,
    )  # fmt: skip


def tell_account(
    *, account_id: int, kind: str, text: str, link: str, source: str, at: datetime, area_id: int | None = None
) -> None:
    """Tell an account: in the app where its person has an inbox, else by text message. The same source tells once.

    `area_id`: of what it speaks of, for the office that asks what was sent.
    """
    person_id = access.neighbours.person_of_account(account_id)
    inbox = messages.neighbours.inbox_of_person(person_id) if person_id else ""
    account = None if inbox else queries.account(account_id)
    phone = queries.phone_of(account) if account else None
    letter = notices.Letter(text=text, inbox=inbox, phone=phone, link=link, unique_source=source, area_id=area_id)
    notices.write_many(kind=kind, letters=[letter], at=at)


def tell_everywhere(*, account_id: int, kind: str, text: str, source: str, at: datetime) -> None:
    """Tell an account of a change to how it comes in: in the app and by text message, at any hour.

    Whoever sits at an unlocked screen sees the one; the owner has the other. The same source tells once.
    """
    person_id = access.neighbours.person_of_account(account_id)
    inbox = messages.neighbours.inbox_of_person(person_id) if person_id else ""
    account = queries.account(account_id)
    phone = queries.phone_of(account) if account else None
    link = reverse("accounts:security")
    letter = notices.Letter(text=text, inbox=inbox, phone=phone, link=link, unique_source=source)
    notices.write_many(kind=kind, letters=[letter], at=at, urgent=True)


def _called(row: AppointmentInvitation) -> tuple[str, str]:
    """The role, and where: an area, a unit or a team."""
    office = neighbours.listed.get(row.role)
    if office is None or row.thing_id is None:
        return str(dict(Role.choices)[row.role]), row.area.name
    return str(office.label), office.names([row.thing_id]).get(row.thing_id, "")


def invited(row: AppointmentInvitation, phone: str, at: datetime) -> None:
    """Tell a phone nobody comes in by that its owner is asked to: the role is offered once that is done."""
    with in_chinese():
        role, where = _called(row)
    way = kept.opening(
        reverse("accounts:invited", args=[row.public_id]), by_hand=translate("请到任命您的部门问怎样登录。")
    )
    text = translate("请您担任%(area)s%(role)s。登录之后再答复，接受才生效。%(way)s")
    words = text % {"area": where, "role": translate(role), "way": way}
    letter = notices.Letter(text=words, phone=phone, unique_source=f"appointment_invited:{row.public_id}",
                            area_id=row.area_id, useful_until=row.ends_at)  # fmt: skip
    notices.write_many(kind="appointment_invited", letters=[letter], at=at)
