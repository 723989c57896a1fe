"""Telling whoever is given an office or applied for a body, and whoever gave it."""

from datetime import datetime

from django.urls import reverse

from baiying.accounts import actions as accounts
from baiying.kit.kept import Kept, in_chinese, translate
from baiying.teams.models import Application, Office


def offered(row: Office, at: datetime) -> None:
    """Tell whom it was given to that an answer is awaited."""
    text = translate("请您担任%(where)s的%(office)s。请登录答复：接受之后才生效，也可以不接受。")
    _tell(row, row.account_id, "office_offered", text, reverse("accounts:offers"), at)


def answered(row: Office, at: datetime) -> None:
    """Tell who gave it what the answer was; what a load gave has nobody."""
    if row.appointed_by_id is None:
        return
    if row.accepted_at is not None:
        text = translate("%(name)s 接受了，现在是%(where)s的%(office)s。")
    else:
        text = translate("%(name)s 没有接受，没有担任%(where)s的%(office)s。请另找人担任。")
    back = reverse("teams:body", args=[row.body.public_id])
    _tell(row, row.appointed_by_id, "office_answered", text, back, at)


def ended(row: Office, at: datetime) -> None:
    """Tell whoever held it, or was asked, that it is over."""
    if row.accepted_at is None:
        text = translate("请您担任%(where)s的%(office)s一事已经收回，不用答复了。")
    else:
        text = translate("您不再担任%(where)s的%(office)s。以前办过的事都保留在记录里。")
    _tell(row, row.account_id, "office_ended", text, reverse("accounts:offers"), at)


def _tell(row: Office, account_id: int, kind: str, text: Kept, link: str, at: datetime) -> None:
    with in_chinese():
        office = row.get_kind_display()
    where = row.team.name if row.team is not None else row.body.name
    words = {"name": row.account.display_name, "where": where, "office": translate(office)}
    source = f"{kind}:{row.public_id}"
    accounts.tell_account(
        account_id=account_id, kind=kind, text=text % words, link=link, source=source, at=at, area_id=row.body.area_id
    )


def application_returned(row: Application, at: datetime) -> None:
    """Tell who applied that it came back, and where it is mended."""
    text = translate("%(name)s的登记申请退回来了：请按每一项旁边写的修改，再提交。填过的都还在。")
    _tell_applicant(row, "body_application_returned", text, f"{row.public_id}:{row.round}", at)


def application_decided(row: Application, at: datetime) -> None:
    """Tell who applied what the office decided."""
    if row.body is not None:
        text = translate("%(name)s已经登记，您是它的单位管理员。下一步可以建队伍。")
    else:
        text = translate("%(name)s的登记申请没有通过。理由：%(reason)s")
    _tell_applicant(row, "body_application_decided", text, row.public_id, at)


def _tell_applicant(row: Application, kind: str, text: Kept, source: str, at: datetime) -> None:
    accounts.tell_account(
        account_id=row.account_id, kind=kind, text=text % {"name": row.name, "reason": row.reason},
        link=reverse("teams:application", args=[row.public_id]), source=f"{kind}:{source}", at=at,
        area_id=row.area_id,
    )  # fmt: skip
