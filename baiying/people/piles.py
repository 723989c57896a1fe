"""What waits for somebody at work in this room."""

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.people import queries, rules
from baiying.people.rights import Right
from baiying.places import queries as places
from baiying.ui.piles import SHOWN, Item, Pile, pile


def checks(actor: Actor, at: datetime) -> Pile | None:
    """Registrations whose real name nobody has checked yet."""
    if not accounts.may(actor, Right.CHECK_REAL_NAME):
        return None
    rows = queries.ready_checks(queries.waiting_checks(accounts.scope_of(actor, Right.CHECK_REAL_NAME)))
    return pile(
        "checks", _("等待实名核验"), reverse("people:checks") + "?wait=check", rows, lambda row: _check(row, at)
    )


def _check(row: Any, at: datetime) -> Item:
    """The name as the list of checks shows it, which is one press away."""
    person = row.person
    name = rules.listed_name(person.shown_name, identifiers.age_on(person.birth_date, clock.local_date(at)))
    url = reverse("people:record", args=[person.public_id])
    return Item(name, person.residence.name, url, since=row.registered_at)


def claims(actor: Actor, at: datetime) -> Pile | None:
    """Claims to registrations that nobody has decided yet."""
    if not accounts.may(actor, Right.DECIDE_CLAIMS):
        return None
    scope = accounts.scope_of(actor, Right.DECIDE_CLAIMS)
    rows = queries.waiting_claims(scope).filter(cools_until__isnull=True)
    if places.level_of(scope.area_id or 0) in _ABOVE_COUNTIES:
        rows = rows.filter(due_on__lt=clock.local_date(at))
    # Who saw the document waits for another; to all others it is theirs to confirm.
    hands = accounts.own_hands(actor)
    rows = rows.exclude(seen_by_id__in=hands)
    return pile("claims", _("等待处理的认领"), reverse("people:claims"), rows, _claim)


def _claim(row: Any) -> Item:
    url = reverse("people:claim", args=[row.public_id])
    due_at = clock.end_of(row.due_on) if row.due_on else None
    return Item(row.claimed_name, f"{row.phone_mask} · {row.area.name}", url, since=row.filed_at, due_at=due_at)


# Whoever stands above the counties sees what is late.
_ABOVE_COUNTIES = frozenset({"city", "province"})


def _decides_here(scope: accounts.Scope) -> bool:
    """The county's desk looks into it; whoever stands above sees what is late."""
    return places.level_of(scope.area_id or 0) == "county"


def spot_checks(actor: Actor, at: datetime) -> Pile | None:
    """Registrations at a desk drawn to be looked into, not by who made them; above the county those overdue alone."""
    if not accounts.may(actor, Right.SPOT_CHECK):
        return None
    scope = accounts.scope_of(actor, Right.SPOT_CHECK)
    late = None if _decides_here(scope) else clock.local_date(at)
    rows = queries.waiting_spot_checks(scope, actor, due_before=late)
    return pile(
        "spot_checks",
        _("等您抽查的当面注册"),
        reverse("people:spot_checks") + "?state=waiting",
        rows,
        lambda row: _spot_check(row, at),
    )


def doubts(actor: Actor, at: datetime) -> Pile | None:
    """Registrations found untrue that two decide about; above the county those overdue alone."""
    if not accounts.may(actor, Right.DECIDE_DOUBTS):
        return None
    scope = accounts.scope_of(actor, Right.DECIDE_DOUBTS)
    late = None if _decides_here(scope) else at
    rows = queries.waiting_doubts(scope, actor, due_before=late)
    return pile(
        "doubts",
        _("等核实的注册"),
        reverse("people:doubts") + "?state=open",
        rows,
        lambda row: _doubt(row, at),
    )


def _doubt(row: Any, at: datetime) -> Item:
    person = row.person
    name = rules.listed_name(person.shown_name, identifiers.age_on(person.birth_date, clock.local_date(at)))
    words = _("%(area)s · 等您确认别人的意见") if row.proposed else _("%(area)s · %(why)s，等您提出意见")
    url = reverse("people:doubt", args=[row.public_id])
    return Item(
        name,
        words % {"area": person.residence.name, "why": row.get_why_display()},
        url,
        since=row.opened_at,
        due_at=clock.end_of(row.due_on),
    )


def _spot_check(row: Any, at: datetime) -> Item:
    person = row.person
    name = rules.listed_name(person.shown_name, identifiers.age_on(person.birth_date, clock.local_date(at)))
    words = _("%(area)s · 打电话或上门问一问") % {"area": person.residence.name}
    url = reverse("people:spot_check", args=[row.public_id])
    return Item(name, words, url, since=row.drawn_at, due_at=clock.end_of(row.due_on))


def out_of_reach(actor: Actor, at: datetime) -> Pile | None:
    """Children whose guardian's phone is somebody else's now: nobody hears of their sign-ups or answers for them."""
    if not accounts.may(actor, Right.CHECK_REAL_NAME):
        return None
    rows = queries.wards_out_of_reach(accounts.scope_of(actor, Right.CHECK_REAL_NAME))
    items = [_out_of_reach(row, at) for row in rows[:SHOWN]]
    return Pile("out_of_reach", _("监护人电话已失效的孩子"), "", len(rows), items)


def _out_of_reach(row: Any, at: datetime) -> Item:
    ward = row.ward
    name = rules.listed_name(ward.shown_name, identifiers.age_on(ward.birth_date, clock.local_date(at)))
    words = _("%(area)s · 请找到监护人，当面换成现在的号码") % {"area": ward.residence.name}
    return Item(name, words, reverse("people:record", args=[ward.public_id]), since=row.phone_lost_at)


def without_home(actor: Actor, at: datetime) -> Pile | None:
    """Who stands at the own county or city from before a home had to be a village: asked, then set."""
    if not accounts.may(actor, Right.CHECK_REAL_NAME):
        return None
    rows = queries.without_home(accounts.scope_of(actor, Right.CHECK_REAL_NAME))
    return pile(
        "homes", _("没有填到村（社区）的志愿者"), reverse("people:homes"), rows, lambda row: _without_home(row, at)
    )


def _without_home(row: Any, at: datetime) -> Item:
    name = rules.listed_name(row.name, identifiers.age_on(row.birth_date, clock.local_date(at)))
    words = _("%(area)s · 问一问住在哪个村（社区），再填上") % {"area": row.residence.name}
    return Item(name, words, reverse("people:desk_home", args=[row.public_id]))


def guardians_differ(actor: Actor, at: datetime) -> Pile | None:
    """Children of whom one guardian withdrew and another agreed, until the office has looked at a document; above the
    county those overdue alone. Not the reader's own child."""
    if not accounts.may(actor, Right.DECIDE_GUARDIANS):
        return None
    scope, today = accounts.scope_of(actor, Right.DECIDE_GUARDIANS), clock.local_date(at)
    own = queries.own_person_ids(*accounts.acts_with(actor))
    rows = [(row, queries.differ_until(row)) for row in queries.differing(scope) if row.ward_id not in own]
    if not _decides_here(scope):
        rows = [(row, until) for row, until in rows if until < today]
    items = [_differs(row, until, today) for row, until in rows[:SHOWN]]
    return Pile("guardians_differ", _("监护人意见不一致的孩子"), "", len(rows), items)


def _differs(row: Any, until: date, today: date) -> Item:
    ward = row.ward
    name = rules.listed_name(ward.shown_name, identifiers.age_on(ward.birth_date, today))
    words = _("%(area)s · 一位不同意，一位同意，请看证明作决定") % {"area": ward.residence.name}
    url = reverse("people:guardian_settlement", args=[row.public_id])
    return Item(name, words, url, since=row.waits_since, due_at=clock.end_of(until))


def minor_leaves(actor: Actor, at: datetime) -> Pile | None:
    """Who would look at a minor's numbers and waits for a manager; not the own wish, nor of any hand of the same human.
    Above the county those older than a day alone."""
    if not accounts.may(actor, Right.APPROVE_MINORS):
        return None
    scope = accounts.scope_of(actor, Right.APPROVE_MINORS)
    rows = queries.waiting_minor_leaves(scope)
    hands = accounts.own_hands(actor)
    own = queries.own_person_ids(*accounts.acts_with(actor))
    rows = rows.exclude(asked_by_id__in=hands).exclude(person_id__in=own)
    if places.level_of(scope.area_id or 0) in _ABOVE_COUNTIES:
        rows = rows.filter(asked_at__lt=at - timedelta(days=1))
    return pile(
        "minor_leaves", _("等您批准的查看：未成年人的号码"), reverse("people:minor_leaves"), rows,
        lambda row: _minor_leave(row, at),
    )  # fmt: skip


def _minor_leave(row: Any, at: datetime) -> Item:
    person = row.person
    name = rules.listed_name(person.shown_name, identifiers.age_on(person.birth_date, clock.local_date(at)))
    return Item(name, person.residence.name, reverse("people:minor_leave", args=[row.public_id]), since=row.asked_at)


def file_leaves(actor: Actor, at: datetime) -> Pile | None:
    """Who would take a list with children in it and waits for a manager; not the own wish, nor of any own hand. Above
    the county those older than a day alone."""
    if not accounts.may(actor, Right.APPROVE_MINORS):
        return None
    scope = accounts.scope_of(actor, Right.APPROVE_MINORS)
    rows = queries.waiting_file_leaves(scope).exclude(asked_by_id__in=accounts.own_hands(actor))
    if places.level_of(scope.area_id or 0) in _ABOVE_COUNTIES:
        rows = rows.filter(asked_at__lt=at - timedelta(days=1))
    return pile("file_leaves", _("等您批准的导出：有未成年人的名单"), reverse("people:minor_leaves"), rows, _file_leave)


def files_given(actor: Actor, at: datetime) -> Pile | None:
    """Lists with children in them that one asked for and may take now."""
    if actor.account_id is None:
        return None
    rows = queries.own_file_leaves(actor).filter(until__gt=at, ended_at__isnull=True)
    return pile("files_given", _("批准了、可以取的名单"), reverse("desk:exports"), rows, _file_leave) if rows else None


def _file_leave(row: Any) -> Item:
    page = reverse("people:file_leave", args=[row.public_id])
    return Item(f"{row.title} · {row.area.name}", row.words, page, since=row.decided_at or row.asked_at)
