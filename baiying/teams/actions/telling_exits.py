"""Telling whoever administers a body, and leads its teams, how it stands with its way out (R026)."""

from datetime import datetime

from django.urls import reverse

from baiying.accounts import actions as accounts
from baiying.kit.kept import Kept, translate
from baiying.teams import queries
from baiying.teams.models import Exit, ExitAppeal, Office, OfficeKind
from baiying.ui import kept


def step(row: Exit, at: datetime) -> None:
    """What has happened, until when what can be done, and that it may be appealed."""
    words = {"body": row.body.name, "since": kept.day(row.idle_since)}
    if row.step == "warned":
        text = translate("%(body)s从%(since)s起没有活动。%(day)s以前办一次活动就不暂停；有原因的，可以申诉。")
        words["day"] = kept.day(row.suspend_on)
    elif row.step == "suspended":
        assert row.close_on is not None
        text = translate(
            "%(body)s长期没有活动，从今天起暂停：已经发布的活动照常办完，不能发布新的。%(day)s关闭，可以申诉。"
        )
        words["day"] = kept.day(row.close_on)
    else:
        text = translate("%(body)s长期没有活动，今天关闭。以前的记录都在；可以申诉，申诉成立的恢复。")
    _write(row, f"body_exit_{row.step}", text % words, at)


def answered(appeal: ExitAppeal, row: Exit, at: datetime) -> None:
    """What the office said to an appeal that it did not uphold; of one that it did, `lifted` tells."""
    if appeal.upheld:
        return
    text = translate("%(body)s的申诉没有成立：%(answer)s")
    _write(row, f"body_exit_answer:{appeal.step}", text % {"body": row.body.name, "answer": appeal.answer}, at)


def lifted(row: Exit, at: datetime) -> None:
    text = translate("%(body)s不再因为没有活动而暂停或关闭，一切照常。")
    _write(row, "body_exit_lifted", text % {"body": row.body.name}, at)


def _write(row: Exit, what: str, text: Kept, at: datetime) -> None:
    link = reverse("teams:exit", args=[row.public_id])
    admins = queries.admins_of_body(row.body_id, at)
    for account_id in admins:
        _one(row, account_id, what, text, link, at)
    if row.step == "warned":
        return
    leading = Office.objects.filter(body_id=row.body_id, kind=OfficeKind.TEAM_LEADER, ends_at__isnull=True)
    for account_id in sorted(set(leading.filter(accepted_at__isnull=False).values_list("account_id", flat=True))):
        if account_id not in admins:
            _one(row, account_id, what, text, "", at)


def _one(row: Exit, account_id: int, what: str, text: Kept, link: str, at: datetime) -> None:
    accounts.tell_account(
        account_id=account_id, kind="body_exit", text=text, link=link, source=f"{what}:{row.public_id}:{account_id}",
        at=at, area_id=row.body.area_id,
    )  # fmt: skip
