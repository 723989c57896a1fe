"""Versions of rules: proposed by one, confirmed by another, withdrawn before they are in force (R055)."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.kit import admission, audit, clock
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values import floors
from baiying.kit.values.actor import Actor
from baiying.places import locked, queries
from baiying.places.actions.assessing import assessed
from baiying.places.models import RuleSet
from baiying.places.rules import values as rules
from baiying.places.words import contradiction


class KindUnknown(Refused):
    code = "kind_unknown"
    sentence = _("没有这一类规则。")


class RuleSourceNeeded(Refused):
    code = "rule_source_needed"
    sentence = _("请写明依据，例如文件名、文号和条款。")
    field = "source"


class StartsInPast(Refused):
    code = "starts_in_past"
    sentence = _("不能从过去的日子起有效。请填今天或以后的日期。")
    field = "valid_from"


class StartTaken(Refused):
    """Two versions from one day on: nobody could say which holds. `version` is the public id of the one there is."""

    code = "start_taken"
    sentence = _(
        "这里从这一天起已经有一个版本。一天只能开始一个版本：还没生效的可以先撤回，已经生效的请换一个开始日期。"
    )
    field = "valid_from"


class EndsBeforeStart(Refused):
    code = "ends_before_start"
    sentence = _("结束日期要晚于开始日期。")
    field = "valid_to"


class ValuesRefused(Refused):
    code = "values_refused"
    sentence = _("数值不合规则，请核对。")


class BelowFloor(Refused):
    """A value is looser than the law allows: the sentence names the article, `duties` its line in the table."""

    code = "below_floor"
    sentence = _("数值低于法律的要求。")


class NeedsAccount(Refused):
    code = "needs_account"
    sentence = _("要有人负责：请登录后再提出或确认规则。")


class SecondPersonNeeded(Refused):
    code = "second_person_needed"
    sentence = _("自己提出的不能自己确认。请另一位有规则权限的人确认，例如本市文明办的另一个账号。")


class NotWaiting(Refused):
    code = "not_waiting"
    sentence = _("这个版本已经有人处理了。请刷新页面看看。")


class AlreadyEnded(Refused):
    code = "already_ended"
    sentence = _("这个版本的结束日期已到，不能再确认。请撤回后重新提出。")


class AlreadyInForce(Refused):
    code = "already_in_force"
    sentence = _("这个版本已经生效，不能撤回。请提出新版本来接替它。")


class WhyNeeded(Refused):
    code = "why_needed"
    sentence = _("请写明撤回的原因。")
    field = "why"


@transaction.atomic
def propose_rule_set(
    *,
    kind: str,
    area_id: int | None,
    valid_from: date,
    valid_to: date | None,
    values: dict[str, Any],
    source: str,
    actor: Actor,
    at: datetime,
) -> RuleSet:
    """Propose a version of a kind of rules for an area (None: everywhere); `values` is what differs from the defaults.

    It holds once another account has confirmed it. The same again by the same hand is the same proposal.
    Refuses: NeedsAccount, KindUnknown, RuleSourceNeeded, StartsInPast, EndsBeforeStart, ValuesRefused, BelowFloor,
    StartTaken.
    """
    if actor.account_id is None:
        raise NeedsAccount
    if kind not in queries.kinds():
        raise KindUnknown
    if not source.strip():
        raise RuleSourceNeeded
    if valid_from < clock.local_date(at):
        raise StartsInPast
    if valid_to is not None and valid_to <= valid_from:
        raise EndsBeforeStart
    _check(kind, values, valid_from, valid_to)
    locked.starts_of_rules()
    there = queries.starting(kind, area_id, valid_from, today=clock.local_date(at))
    said = (valid_from, valid_to, values, source.strip()[:200], actor.account_id)
    if there is not None and there.confirmed_at is None and _said(there) == said:
        return there
    _refuse_taken(there)
    row = RuleSet.objects.create(
        kind=kind, area_id=area_id, valid_from=valid_from, valid_to=valid_to, values=values,
        source=source.strip()[:200], proposed_at=at, proposed_by_id=actor.account_id,
    )  # fmt: skip
    audit.record("RuleSetProposed", actor=actor, at=at, subject=("rule_set", row.pk), area_id=area_id, detail=values)
    return row


@transaction.atomic
def confirm_rule_set(*, rule_set_id: int, actor: Actor, at: datetime) -> RuleSet:
    """Put a proposed version in force: from its day on, or from today where its day has passed while it waited.

    Again by the same hand changes nothing.
    Refuses: NeedsAccount, NotWaiting, SecondPersonNeeded, AlreadyEnded, BelowFloor, StartTaken (another came into
    force that day while this one waited), UseNotAssessed.
    """
    locked.starts_of_rules()
    row = locked.rule_set(rule_set_id)
    if actor.account_id is None:
        raise NeedsAccount
    if row.confirmed_at is not None or row.withdrawn_at is not None:
        if row.withdrawn_at is not None or row.confirmed_by_id != actor.account_id:
            raise NotWaiting
        return row
    if row.proposed_by_id is not None and admission.door.same_hand(actor, row.proposed_by_id):
        raise SecondPersonNeeded
    first = max(row.valid_from, clock.local_date(at))
    if row.valid_to is not None and row.valid_to <= first:
        raise AlreadyEnded
    _check(row.kind, row.values, first, row.valid_to)
    _refuse_taken(queries.confirmed_from(row.kind, row.area_id, first))
    row.assessed = assessed(row, first, actor)
    row.confirmed_at, row.confirmed_by_id, row.in_force_from = at, actor.account_id, first
    row.save(update_fields=["confirmed_at", "confirmed_by_id", "in_force_from", "assessed"])
    audit.record(
        "RuleSetConfirmed", actor=actor, at=at, subject=("rule_set", row.pk), area_id=row.area_id,
        detail={"values": row.values, "in_force_from": first.isoformat(), "proposed_by": row.proposed_by_id}
        | ({"assessed": row.assessed} if row.assessed else {}),
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_rule_set(*, rule_set_id: int, why: str, actor: Actor, at: datetime) -> RuleSet:
    """Take a version back before it is in force, whoever proposed or confirmed it.

    Again by the same hand changes nothing.
    Refuses: NeedsAccount, WhyNeeded, NotWaiting, AlreadyInForce.
    """
    row = locked.rule_set(rule_set_id)
    if actor.account_id is None:
        raise NeedsAccount
    if row.withdrawn_at is not None:
        if (row.withdrawn_by_id, row.withdrawn_why) != (actor.account_id, why.strip()[:200]):
            raise NotWaiting
        return row
    if row.in_force_from is not None and row.in_force_from <= clock.local_date(at):
        raise AlreadyInForce
    if not why.strip():
        raise WhyNeeded
    take_back(row, why.strip()[:200], actor=actor, at=at)
    return row


def take_back(row: RuleSet, why: str, *, actor: Actor, at: datetime) -> None:
    """Withdraw a locked version that has not begun."""
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_why = at, actor.account_id, why
    row.save(update_fields=["withdrawn_at", "withdrawn_by_id", "withdrawn_why"])
    audit.record(
        "RuleSetWithdrawn", actor=actor, at=at, subject=("rule_set", row.pk), area_id=row.area_id,
        detail={"why": row.withdrawn_why},
    )  # fmt: skip


def _said(row: RuleSet) -> tuple[object, ...]:
    return row.valid_from, row.valid_to, row.values, row.source, row.proposed_by_id


def _refuse_taken(there: RuleSet | None) -> None:
    if there is not None:
        raise StartTaken(version=there.public_id)


def _check(kind: str, values: dict[str, Any], first: date, end: date | None) -> None:
    found = queries.kinds()[kind].rules
    names = {field.name for field in rules.fields_of(found)}
    if not values.keys() <= names:
        raise ValuesRefused(unknown=sorted(values.keys() - names))
    # The law first: whoever falls below it reads the article, also where the value is no good besides.
    looser = floors.broken(found, values, first, end)
    if looser:
        sentence = " ".join(translate(floor.sentence) for floor in looser)
        raise BelowFloor(sentence, field=looser[0].field, duties=[floor.duty for floor in looser])
    try:
        rules.checked(found, values)
    except rules.BadValue as bad:
        said = translate(bad.detail) if bad.code == "rule" else None
        if bad.order is not None:
            about = queries.kinds()[kind]
            said = contradiction(about, bad.order, rules.checked(about.rules, values, alone=True))
        raise ValuesRefused(said, field=bad.field) from bad
