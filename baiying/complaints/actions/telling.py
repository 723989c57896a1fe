"""Messages to the office that answers, and to whoever complained under an account.

Who stayed unknown reads the same by number and query code.
Whoever left a mobile number and agreed to it is sent a text message, which says neither what it is about nor what it
is: others read it on the same screen (PIPL art. 6, 51).
"""

from datetime import datetime

from django.urls import reverse

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.complaints import queries
from baiying.complaints.models import Complaint, Hearing, Step
from baiying.kit import sealed
from baiying.kit.kept import Kept, in_chinese, translate
from baiying.notices import actions as notices
from baiying.people import queries as people
from baiying.ui import kept


def received(row: Complaint, at: datetime) -> None:
    """To each who may answer and whom it does not concern; the workbench shows it to all of them."""
    with in_chinese():
        kind = row.get_kind_display()
    text = translate("收到一件%(kind)s，编号 %(number)s，%(day)s以前要给第一次回话。") % {
        "kind": translate(kind),
        "number": row.public_id,
        "day": kept.day(row.first_due_on),
    }
    _tell_the_office(row, "filed", text, at)


def handed_to(row: Complaint, step: Step, at: datetime) -> None:
    """To the office that has it now, each time it comes there: what it owes next, and by when."""
    text = translate("转来一件投诉建议，编号 %(number)s，%(day)s以前要给下一次回话。") % {
        "number": row.public_id,
        "day": kept.day(queries.next_due(row)),
    }
    _tell_the_office(row, f"handed_to:{step.pk}", text, at, but=step.by_id)


def risen(row: Complaint, step: Step, at: datetime) -> None:
    """To those above, and to whoever filed it: that others answer now, by the same days."""
    handed_to(row, step, at)
    text = translate("您 %(day)s提交的投诉建议改由%(area)s办理，答复的期限不变。")
    _tell(row, f"handed_over:{step.area_id}", text % {"day": kept.day(row.filed_at), "area": step.area.name}, at)


def _tell_the_office(row: Complaint, what: str, text: Kept, at: datetime, *, but: int | None = None) -> None:
    answering = queries.who_answers(row, at)
    area_id = _listed_in(row, at)
    for account_id in answering:
        if account_id == but:
            continue  # Who gave it there knows.
        accounts.tell_account(
            account_id=account_id, kind="complaints." + what.partition(":")[0], text=text,
            link=f"/desk/complaints/{row.public_id}/", source=f"complaints:{what}:{row.pk}:{account_id}", at=at,
            area_id=area_id,
        )  # fmt: skip


def _listed_in(row: Complaint, at: datetime) -> int | None:
    """The list of messages is read by the office of the area they belong to: of those who answer, which may be above
    the complaint's own. Whom it is about would learn by a line, be it without name and words, that there is one."""
    return queries.area_of(queries.who_answers(row, at), row, at)


def taken_up(row: Complaint, at: datetime) -> None:
    text = translate("您 %(day)s提交的投诉建议已受理，最晚 %(due)s答复。")
    _tell(row, "taken_up", text % {"day": kept.day(row.filed_at), "due": kept.day(row.due_on)}, at)
    _text_message(row, "taken_up", at)


def handed_over(row: Complaint, at: datetime) -> None:
    text = translate("您 %(day)s提交的投诉建议已转到%(area)s办理，答复的期限不变。")
    _tell(row, f"handed_over:{row.area_id}", text % {"day": kept.day(row.filed_at), "area": row.area.name}, at)


def answered(row: Complaint, at: datetime) -> None:
    text = translate("您 %(day)s提交的投诉建议有答复了。")
    _tell(row, "answered", text % {"day": kept.day(row.filed_at)}, at)
    _text_message(row, "answered", at)


def asked_to_speak(row: Complaint, asked: Hearing, at: datetime) -> None:
    """To whom it is about, by the office's own step: what it is stands on the page alone."""
    text = translate("有一件与您有关的事，请您说明情况，最晚 %(day)s。") % {"day": kept.day(asked.due_on)}
    _tell_heard(row, asked, "asked_to_speak", text, at)


def spoken(row: Complaint, said: Hearing, at: datetime) -> None:
    """To the office: what it asked for has come."""
    text = translate("投诉建议 %(number)s 里涉及的人说明了情况。") % {"number": row.public_id}
    _tell_the_office(row, f"spoken:{said.pk}", text, at)


def hearings_over(row: Complaint, at: datetime) -> None:
    """To all who were asked: that it has ended."""
    text = translate("请您说明情况的那件事办结了。")
    for asked in queries.hearings_of(row.pk).filter(account__isnull=False):
        _tell_heard(row, asked, "hearing_over", text, at)


def _tell_heard(row: Complaint, asked: Hearing, what: str, text: Kept, at: datetime) -> None:
    assert asked.account_id is not None
    accounts.tell_account(
        account_id=asked.account_id, kind=f"complaints.{what}", text=text,
        link=reverse("complaints:hearing", args=[asked.public_id]), source=f"complaints:{what}:{asked.pk}", at=at,
        area_id=_listed_in(row, at),
    )  # fmt: skip


def _tell(row: Complaint, what: str, text: Kept, at: datetime) -> None:
    """Tell the account: in the app; without an inbox by a text message, which then says nothing of it either."""
    if row.account_id is None:
        return
    if people.person_of_account(row.account_id) is None:
        text = _says_nothing()
    accounts.tell_account(
        account_id=row.account_id, kind="complaints." + what.partition(":")[0], text=text,
        link=f"/complaints/{row.public_id}/", source=f"complaints:{what}:{row.pk}", at=at, area_id=_listed_in(row, at),
    )  # fmt: skip


def _says_nothing() -> Kept:
    opening = kept.opening(reverse("complaints:complaints"), by_hand=translate("到志愿服务平台"))
    return translate("您在志愿服务平台留言的事有了新的回复。请%(opening)s凭编号和查询码查看。") % {"opening": opening}


def _text_message(row: Complaint, what: str, at: datetime) -> None:
    """To the number that was left; one message where the account is told at that number already."""
    if not row.text_me or not row.phone_sealed:
        return
    phone = sealed.open_sealed(row.phone_sealed, at=sealed.Place.of(row, "phone_sealed"))
    if row.account_id is not None and people.person_of_account(row.account_id) is None:
        account = account_rows.account(row.account_id)
        if account is not None and account_rows.phone_of(account) == phone:
            return
    source = f"complaints:{what}:{row.pk}:left"
    letter = notices.Letter(text=_says_nothing(), phone=phone, unique_source=source, area_id=_listed_in(row, at))
    notices.write_many(kind="complaints." + what, letters=[letter], at=at)
