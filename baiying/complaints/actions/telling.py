"""Messages to whoever complained under an account; who stayed unknown reads the same by number and query code.

Whoever left a mobile number and agreed to it is sent a text message, which says neither what it is about nor what it
is: others read it on the same screen (PIPL art. 6, 51).
"""

from datetime import datetime

from baiying.accounts import actions as accounts
from baiying.complaints.models import Complaint
from baiying.kit import sealed
from baiying.kit.kept import Kept, translate
from baiying.notices import actions as notices
from baiying.ui import kept


def taken_up(row: Complaint, at: datetime) -> None:
    text = translate("您 %(day)s提交的投诉建议已受理，最晚 %(due)s答复。点开看回话。")
    _tell(row, "taken_up", text % {"day": kept.day(row.filed_at), "due": kept.day(row.due_on)}, at)
    _text_message(row, "taken_up", at)


def handed_over(row: Complaint, at: datetime) -> None:
    text = translate("您 %(day)s提交的投诉建议已转到%(area)s办理，答复的期限不变。")
    _tell(row, f"handed_over:{row.area_id}", text % {"day": kept.day(row.filed_at), "area": row.area.name}, at)


def answered(row: Complaint, at: datetime) -> None:
    text = translate("您 %(day)s提交的投诉建议有答复了，点开查看。")
    _tell(row, "answered", text % {"day": kept.day(row.filed_at)}, at)
    _text_message(row, "answered", at)


def _tell(row: Complaint, what: str, text: Kept, at: datetime) -> None:
    if row.account_id is not None:
        accounts.tell_account(
            account_id=row.account_id, kind="complaints." + what.partition(":")[0], text=text,
            link=f"/complaints/{row.public_id}/", source=f"complaints:{what}:{row.pk}", at=at,
        )  # fmt: skip


def _text_message(row: Complaint, what: str, at: datetime) -> None:
    if not row.text_me or not row.phone_sealed:
        return
    text = translate("您在志愿服务平台留言的事有了新的回复。请打开平台，凭编号和查询码查看。")
    phone = sealed.open_sealed(row.phone_sealed, at=sealed.Place.of(row, "phone_sealed"))
    notices.write(kind="complaints." + what, text=text, at=at, phone=phone, unique_source=f"complaints:{what}:{row.pk}")
