"""Who is asking, in which appointment, and whether a page is for them. Every view is classified here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ParamSpec, cast

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext

from baiying.accounts import pending, queries, rules, sessions, shown, stand_ins
from baiying.accounts.fresh import asked_first, to_factor
from baiying.accounts.hands import acts_with, hands_of, is_self, own_hands
from baiying.accounts.models import Account, Appointment, Factor
from baiying.accounts.neighbours import neighbours as neighbours
from baiying.accounts.rights import Right as AccountRight
from baiying.accounts.sessions import id_of as session_id
from baiying.kit import addresses, admission, clock
from baiying.kit.admission import Asking, View, public, signed_in
from baiying.kit.db import offered
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.rights import Right, is_urgent, rights_of
from baiying.kit.values import identifiers, names
from baiying.kit.values.actor import Acting, Actor
from baiying.notices import queries as notices
from baiying.ui import flash

SESSION_PERSON = "person"
# Whether that person is a ward: then each request asks anew whether the account still answers for it.
SESSION_WARD = "ward"
SESSION_ACTING = "acting"
# Chosen among several accounts of a phone: none of them.
ANOTHER = "another"
BACKEND = "baiying.accounts.backend.AccountBackend"

P = ParamSpec("P")

__all__ = [
    "Asking", "Scope", "View", "actor_of", "acts_with", "attach_actor", "fresh", "hands_of", "is_self",
    "live_appointments", "may", "needs", "own_hands", "public", "require", "scope_of", "session_id", "signed_in",
    "to_factor",
]  # fmt: skip


def attach_actor(request: HttpRequest) -> None:
    """Set `request.actor` from the session: one statement for the account, one more in an office role or for a ward."""
    cast("Asking", request).actor = actor_of(request)


def actor_of(request: HttpRequest) -> Actor:
    user = request.user
    address = addresses.address_of(request.META, settings.BAIYING_PROXIES)
    device = request.headers.get("User-Agent", "")[:64]
    if not user.is_authenticated:
        return Actor(ip=address, device=device)
    account = user
    # Asked first: it is what ends acting for a ward.
    person_id = _person_id(request, account.pk)
    acting, waits = _acting_in(request, account)
    chosen = request.session.get(SESSION_ACTING) if acting is None and not waits else None
    return Actor(
        account_id=account.pk,
        person_id=person_id,
        for_ward=bool(request.session.get(SESSION_WARD)),
        acting=acting,
        label=_signature(account, acting),
        ip=address,
        device=device,
        awaits_factor=waits,
        ended=chosen if chosen and queries.has_ended(account.pk, chosen, _now()) else "",
    )


def _signature(account: Account, acting: Acting | None) -> str:
    """How books name who acts: whoever stands in, with the name of the one who is away (U34)."""
    if acting is None or not acting.stands_in_for:
        return account.display_name
    away = queries.name_of(acting.stands_in_for[0])
    return translate("%(name)s（代 %(away)s）") % {"name": account.display_name, "away": away}


def _person_id(request: HttpRequest, account_id: int) -> int | None:
    """For whom the session acts.

    Who may no longer act for a ward (it came of age, the consent ended) acts for himself from now on; what was just
    pressed for the ward is done for nobody.
    """
    person_id: int | None = request.session.get(SESSION_PERSON)
    if not request.session.get(SESSION_WARD) or neighbours.may_act_for(account_id, person_id or 0):
        return person_id
    own = neighbours.person_of_account(account_id)
    request.session.update({SESSION_PERSON: own, SESSION_WARD: False})
    return own if request.method in {"GET", "HEAD"} else None


def come_in(request: HttpRequest, account: Account, method: str, at: datetime) -> None:
    """Open a session by a log-in of this moment. Where one wanted to go stays known."""
    wanted = pending.next_url(request)
    enter(request, account, method)
    pending.keep_next(request, wanted)
    shown.note_came_in(request, at)


def enter(request: HttpRequest, account: Account, method: str = "") -> None:
    """Open a session for an account that has proven itself: its own person, and its office role if it has just one."""
    came_in = shown.came_in(request) if request.user.pk == account.pk else None
    login(request, account, backend=BACKEND)
    request.session[SESSION_PERSON] = neighbours.person_of_account(account.pk)
    request.session[SESSION_WARD] = False
    appointments = list(live_appointments(account.pk))
    request.session[SESSION_ACTING] = appointments[0].public_id if len(appointments) == 1 else None
    # `login` noted this moment as the account's last log-in.
    due = queries.factor_due(account, [row.role for row in appointments], cast("datetime", account.last_login))
    shown.begin(request, due, came_in)
    sessions.begin(request, method)
    attach_actor(request)


def stay(request: HttpRequest, account: Account) -> None:
    """Stay logged in on the device that asks, though all log-ins of the account have just ended."""
    kept = {
        key: request.session.get(key)
        for key in (SESSION_PERSON, SESSION_WARD, SESSION_ACTING, sessions.KEY, *shown.KEYS)
    }
    login(request, account, backend=BACKEND)
    request.session.update(kept)
    sessions.keep(request)
    attach_actor(request)


def show_factor(request: HttpRequest, which: str, at: datetime) -> None:
    """Keep that a second factor was shown with the log-in just now; `which` is its public id, or `shown.PAPER`."""
    shown.show(request, which, at)
    attach_actor(request)


def proof_of_phone(phone: str, at: datetime) -> dict[str, Any]:
    """What a session may keep of a code that was right just now, for `enter_by_proof`."""
    return pending.proof(queries.accounts_of_phone(phone), at)


def proof_holds(kept: object, phone: str, at: datetime, *, minutes: int) -> bool:
    """Whether what `proof_of_phone` gave still says that the session's holder holds the phone."""
    return pending.holds(kept, queries.accounts_of_phone(phone), at, timedelta(minutes=minutes))


def enter_by_proof(request: HttpRequest, account: Account, kept: object, at: datetime) -> bool:
    """Open a session by a code that was given on a page other than the log-in; gives whether it was opened.

    Not by an old proof, nor where the account was logged out everywhere or its number may have changed hands.
    """
    if not pending.opens(kept, account, at) or asks_who(account, at):
        return False
    enter(request, account)
    shown.note_came_in(request, at)
    return True


def leave(request: HttpRequest) -> None:
    """Close the session; `actions.end_sessions` closes the others."""
    logout(request)
    attach_actor(request)


def choices(phone: str, name: str) -> list[tuple[str, str]]:
    """What a form offers where it is not clear who is meant by a phone and a name; empty where it is.

    By surname alone: whoever types a stranger's number must not learn the name.
    """
    typed = name.strip()
    found = [
        # The name that was typed is known already.
        (row.public_id, typed if names.same(row.display_name, typed) else identifiers.mask_name(row.display_name))
        for row in queries.to_choose(phone, name)
    ]
    return [*found, (ANOTHER, gettext("都不是，另外为所填姓名开一个账号"))] if found else []


def await_code(request: HttpRequest, phone: str, next_url: str, at: datetime) -> None:
    """A code was sent: `accounts:code` takes it and, for a phone nobody logs in with, goes on to `next_url`.

    "Another number" leads back there too: to the door the phone was typed at.
    """
    pending.keep_phone(request, phone, typed_at=at)
    pending.keep_onward(request, next_url)


def keep_wanted(request: HttpRequest, path: str) -> None:
    """Somebody wanted to go there before coming in; addresses elsewhere are dropped."""
    pending.keep_next(request, path)


def wanted(request: HttpRequest) -> str:
    """Where somebody wanted to go before coming in; empty if nowhere."""
    return pending.next_url(request)


def typed_phone(request: HttpRequest, at: datetime) -> str:
    """The phone typed a moment ago whose code was not given yet, for the form it was typed in; empty otherwise."""
    return pending.typed_phone(request, at)


def proven_phone(request: HttpRequest, at: datetime) -> str | None:
    """The phone whose code was given in the session not long ago."""
    return pending.proven_phone(request, at)


def proven_lately(request: HttpRequest, at: datetime, *, minutes: int) -> bool:
    """Whether the session was opened by a log-in, or has shown a second factor, in the last minutes."""
    return shown.is_proven_lately(request, at, timedelta(minutes=minutes))


def keep_proven(request: HttpRequest, phone: str, at: datetime) -> None:
    """Go on with a phone that was proven, in a session that is nobody's."""
    pending.keep_phone(request, phone, proven_at=at)


def forget_phone(request: HttpRequest) -> None:
    """Somebody else holds the device now: nothing that was typed or proven here stays."""
    pending.forget(request)


@dataclass(frozen=True, slots=True)
class OnScreen:
    """A text message as the demo shows it beside a form."""

    text: str
    link: str


def on_screen(phone: str) -> list[OnScreen]:
    """The latest text message to the phone: on demo data only, else nothing."""
    if not neighbours.is_demo():
        return []
    return [OnScreen(message.wording, message.link) for message in notices.on_screen(phone, limit=1)]


def texts_stay_here() -> bool:
    """Whether no text message leaves this installation though it is no demo: codes come by `baiying admin code`."""
    return settings.BAIYING_SMS == "screen" and not neighbours.is_demo()


def was_away_for_long(account: Account, at: datetime) -> bool:
    """Whether the account's number may be somebody else's by now: its owner has not come in for months (R013)."""
    return rules.is_long_ago(account.last_login, at, queries.log_in_rules(at))


def asks_who(account: Account, at: datetime) -> bool:
    """Whether who comes in by the account's number alone is asked first whether that is the owner."""
    return was_away_for_long(account, at) or neighbours.is_claimed(account.pk, at)


def act_as(request: HttpRequest, appointment_public_id: str | None) -> bool:
    """Act in another appointment of one's own, or (None) in none; False if it is not one's own."""
    if appointment_public_id:
        held = live_appointments(cast("Account", request.user).pk)
        if not held.filter(public_id=appointment_public_id).exists():
            return False
    request.session[SESSION_ACTING] = appointment_public_id or None
    attach_actor(request)
    return True


def answers(request: Asking, act: Callable[[], object], done: str | Promise) -> bool:
    """Carry out the answer to an offer and say what came of it; gives whether it held."""
    try:
        act()
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return False
    flash.done(request, done)
    return True


def after_answer(request: Asking, at: datetime) -> str:
    """Where to after accepting something: to what still waits for an answer, else to work."""
    waits = queries.offers_to(request.actor.account_id or 0, at)
    return reverse("accounts:offers") if waits else "/desk/"


def act_for(request: HttpRequest, person_id: int | None, *, ward: bool = False) -> None:
    """Act for a person: one's own or a ward. The people room has checked that one may; for a ward it is asked again at
    each request."""
    request.session[SESSION_PERSON], request.session[SESSION_WARD] = person_id, ward
    attach_actor(request)


def live_appointments(account_id: int) -> QuerySet[Appointment]:
    """The appointments an account holds and has accepted, with their areas: what gives rights now."""
    rows = Appointment.objects.filter(offered.in_force(_now()), account_id=account_id)
    has = Factor.objects.filter(account_id=OuterRef("account_id"), ended_at__isnull=True)
    return rows.annotate(has_factor=Exists(has)).select_related("area").order_by("id")


def _acting_in(request: HttpRequest, account: Account) -> tuple[Acting | None, bool]:
    """The appointment of the session, and whether it gives nothing yet because a second factor has to be shown.

    One statement as before: whether the account has a factor is read with the appointment, all else stands in the
    account's own row and in the session.
    """
    public_id = request.session.get(SESSION_ACTING)
    if not public_id:
        return None, False
    found = live_appointments(account.pk).filter(public_id=public_id).first()
    if found is None:
        return None, False
    now = _now()
    if not shown.is_shown(request):
        # A factor that is there is always asked for; where the desk took the lost ones away, a new one is, at once.
        has = found.has_factor or account.held_back_until is not None  # type: ignore[attr-defined]
        if has or shown.is_due(request, now):
            return None, True
    acting = acting_of(found)
    until = account.held_back_until
    return (replace(acting, held_until=until) if until is not None and now < until else acting), False


def fresh(view: "View[P]") -> "View[P]":
    """What changes how an account comes in asks for a proof of this moment."""
    return asked_first(view, _now)


def _now() -> datetime:
    return clock.now()


def acting_of(row: Appointment) -> Acting:
    """An appointment, with its area, as somebody acts in its name."""
    before = stand_ins.accounts_before(row)
    path = tuple(row.area.path) if row.area else ()
    return Acting(row.pk, row.public_id, row.role, row.area_id, path, stands_in_for=before)


def may(actor: Actor, right: Right, area_path: tuple[int, ...] | list[int] | None = None) -> bool:
    """Whether the actor's acting appointment has the right, and (if a path is given) reaches that area.

    An appointment reaches its own area and all below; a platform appointment (no area) reaches everywhere.
    """
    acting = actor.acting
    if acting is None or right not in rights_of(acting.role):
        return False
    if acting.held_back and not is_urgent(right):
        return False
    # Who is away handed on the work, not the choice of who does it.
    if acting.stands_in_for and right == AccountRight.APPOINT:
        return False
    return acting.area_id is None or area_path is None or acting.area_id in area_path


def require(actor: Actor, right: Right, area_path: tuple[int, ...] | list[int]) -> None:
    """Raise Http404 unless the actor may: what is outside one's area does not exist for one.

    Refuses: kit.admission's HeldBack, where only the hours after a new second factor stand in the way.
    """
    if not may(actor, right, area_path):
        refuse_held_back(actor, right, area_path)
        raise Http404


def refuse_held_back(actor: Actor, right: Right, area_path: tuple[int, ...] | list[int] | None = None) -> None:
    """Say that it is only for these hours, where the role has the right otherwise. Refuses: HeldBack."""
    until = actor.acting.held_until if actor.acting is not None else None
    if actor.acting is None or until is None:
        return
    if may(replace(actor, acting=replace(actor.acting, held_until=None)), right, area_path):
        raise admission.HeldBack(until)


@dataclass(frozen=True, slots=True)
class Scope:
    """The areas somebody may read. `area_id` empty means everywhere; `right` says what for."""

    area_id: int | None
    right: Right

    def areas(self, prefix: str = "") -> Q:
        """A filter on a foreign key to Division: `scope.areas("residence")`; "" for Division itself."""
        if self.area_id is None:
            return Q()
        name = f"{prefix}__path__contains" if prefix else "path__contains"
        return Q(**{name: [self.area_id]})


def scope_of(actor: Actor, right: Right) -> Scope:
    """What the actor may read under the right. Raises PermissionDenied without it."""
    if not may(actor, right) or actor.acting is None:
        raise PermissionDenied
    return Scope(actor.acting.area_id, right)


def needs(*rights: Right) -> "Callable[[View[P]], View[P]]":
    """An office page: the acting appointment must have one of the rights."""
    return admission.needs(*rights)
