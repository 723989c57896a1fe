"""Messages to whoever complained under an account; who stayed unknown reads the same by number and query code."""

from datetime import datetime

from baiying.accounts import actions as accounts
from baiying.complaints.models import Complaint
from baiying.kit.kept import Kept, translate
from baiying.ui import kept


def taken_up(row: Complaint, at: datetime) -> None:
    text = translate("您 %(day)s提交的投诉建议已受理，最晚 %(due)s答复。点开看回话。")
    _tell(row, "taken_up", text % {"day": kept.day(row.filed_at), "due": kept.day(row.due_on)}, at)


def handed_over(row: Complaint, at: datetime) -> None:
    text = translate("您 %(day)s提交的投诉建议已转到%(area)s办理，答复的期限不变。")
    _tell(row, f"handed_over:{row.area_id}", text % {"day": kept.day(row.filed_at), "area": row.area.name}, at)


def answered(row: Complaint, at: datetime) -> None:
    text = translate("您 %(day)s提交的投诉建议有答复了，点开查看。")
    _tell(row, "answered", text % {"day": kept.day(row.filed_at)}, at)


def _tell(row: Complaint, what: str, text: Kept, at: datetime) -> None:
    if row.account_id is not None:
        accounts.tell_account(
            account_id=row.account_id, kind="complaints." + what.partition(":")[0], text=text,
            link=f"/complaints/{row.public_id}/", source=f"complaints:{what}:{row.pk}", at=at,
        )  # fmt: skip
