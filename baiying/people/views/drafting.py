"""The registration under way in the session: which step comes next, loaded and saved."""

import base64
import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking
from baiying.accounts.queries import Account
from baiying.kit import clock, rooms, sealed
from baiying.kit.values import identifiers
from baiying.people import actions, queries, rules
from baiying.people.models import RegistrationDraft
from baiying.places import queries as places
from baiying.ui.brought import Brought

SESSION_DRAFT = "registration_draft"
# That the draft's phone was proven here, of which draft, since when and when last; and what was typed when it was not.
SESSION_PROOF, SESSION_TYPED = "registration_proof", "registration_typed"
# Another member of the family registers: not for the account that is logged in.
SESSION_FAMILY = "registration_family"
# What brought somebody here (an invitation), by the key of its room (people.access.begin_brought).
SESSION_BROUGHT = "registration_brought"
# Whoever goes on without a pause proves the phone anew after this all the same: a copied cookie could go on for ever.
_PROVEN_AT_MOST = timedelta(hours=1)
# A session is a cookie: no more than this of what was typed is kept in it.
_MOST_TYPED = 1200
_TYPED_AT = sealed.Place("session", "", SESSION_TYPED)
# That the phone of a draft is the guardian's, and the child's is to be proven: of which draft, said when.
SESSION_SWAP = "registration_swap"
_SWAPPED_AT_MOST = timedelta(minutes=30)
LABELS = {
    "area": _("地区"),
    "name": _("身份"),
    "guardian": _("监护人"),
    "interests": _("意愿"),
    "consent": _("同意"),
}


@dataclass(slots=True)
class Drafting:
    """A loaded draft with the rules that hold for it."""

    draft: RegistrationDraft
    at: datetime
    # Whether this browser may see it now; else the phone is proven first.
    proven: bool = False
    content: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return clock.local_date(self.at)

    def limits(self) -> rules.RegistrationRules:
        area = places.division_by_id(self.content.get("residence_id") or 0)
        return queries.registration_rules(area.path if area else (), self.today)

    def data_handler(self) -> rules.HandlerRules:
        """Whoever handles the data in the city where the person lives."""
        area = places.division_by_id(self.content.get("residence_id") or 0)
        return queries.data_handler(self.today, area.path if area else ())

    def age(self) -> int | None:
        born = self.content.get("birth_date")
        return identifiers.age_on(date.fromisoformat(born), self.today) if born else None

    def steps(self) -> list[str]:
        return queries.steps_of(self.content, self.today)

    def done(self, step: str) -> bool:
        return bool(self.content.get(rules.STEPS[step])) and not (step == "area" and self.gone)

    def next_step(self) -> str:
        return "area" if self.gone else rules.next_step(self.content, self.steps())

    @property
    def gone(self) -> str:
        """In a sentence: that an area chosen before does not stand any more, nor another in its place; else empty."""
        for name in ("residence_id", "service_area_id"):
            chosen = self.content.get(name)
            if chosen and not places.are_homes([places.goes_on_as(chosen)]):
                area = places.division_by_id(chosen)
                text = gettext("您选的%(name)s已经撤并，请重新选一个。其他填好的内容都还在。")
                return text % {"name": area.name if area is not None else ""}
        return ""

    def next_url(self) -> str:
        return reverse(f"people:register_{self.next_step() if self.proven else 'proof'}")

    def labels(self) -> list[str | Promise]:
        return [_("手机"), *(LABELS[step] for step in self.steps())]

    def number(self, step: str) -> int:
        """The step's place as the page counts: the phone was the first."""
        return self.steps().index(step) + 2

    def may_open(self, step: str) -> bool:
        """A step opens when all before it are done, to whoever proved the phone not long ago."""
        steps = self.steps()
        return self.proven and step in steps and all(self.done(before) for before in steps[: steps.index(step)])

    def phone_shown(self) -> str:
        """The number this registration belongs to, masked: whoever holds the device sees whether it is the own."""
        return identifiers.mask_phone(self.content["phone"])

    def typed(self, step: str) -> dict[str, Any]:
        """What stood in the step's form when somebody went back from it; empty once the step is done again."""
        kept: dict[str, Any] = self.content.get("typed", {}).get(step, {})
        return kept

    def keep_typed(self, step: str, values: dict[str, Any]) -> None:
        """Somebody goes a step back: what stands in the form is kept as it is, right or wrong."""
        self.save(typed={**self.content.get("typed", {}), step: values})

    def finish(self, step: str, **changes: Any) -> None:
        """The step's form was right: what it said replaces what was typed before."""
        typed = {name: values for name, values in self.content.get("typed", {}).items() if name != step}
        self.save(typed=typed, **changes)

    def save(self, **changes: Any) -> None:
        self.content = actions.save_draft(draft=self.draft, changes=changes, at=self.at)

    def new_person(self) -> rules.NewPerson:
        c = self.content
        return rules.NewPerson(
            name=c["name"],
            sex=c["sex"],
            birth_date=date.fromisoformat(c["birth_date"]),
            id_type=c["id_type"],
            id_number=c["id_number"],
            residence_id=places.goes_on_as(c["residence_id"]),
            service_area_id=places.goes_on_as(c["service_area_id"]),
            phone=c["phone"],
            skills=tuple(c.get("skills", ())),
            categories=tuple(c.get("categories", ())),
            availability=tuple(c.get("availability", ())),
        )

    def phone_is_guardians(self) -> bool:
        """Whether the invitation that brought somebody names the proven phone as the guardian's.

        Below the age of the separate consent (PIPL art. 31) another phone is needed, or the desk.
        """
        key = self.content.get("brought_by")
        known = brought_by(key, self.at) if key else None
        old_enough = (self.age() or 0) >= self.limits().separate_consent_below
        return known is not None and old_enough and known.guardian_phone == self.content["phone"]

    def guardian(self) -> rules.GuardianAsked | None:
        given = self.content.get("guardian")
        return rules.GuardianAsked(**given) if given else None


def opened(request: Asking, at: datetime) -> Drafting | None:
    """The draft of the session; a proven phone, or an account without a person, begins one.

    None where there is none, and where the phone has others that somebody must be asked about first (`whose`).
    """
    loaded = _current(request, at)
    if loaded is None and not whose(request, at):
        phone, account_id = _phone_and_account(request, at)
        if phone is not None:
            loaded = take(request, actions.start_draft(phone=phone, account_id=account_id, at=at), at)
    if loaded is not None:
        _bring(request, loaded)
    return loaded


def _bring(request: Asking, loaded: Drafting) -> None:
    """Fill in what is known of whom an invitation brought; never over what somebody has said in this registration."""
    key = request.session.get(SESSION_BROUGHT)
    if not key or not loaded.proven or loaded.draft.ended_at is not None or loaded.content.get("brought_by") == key:
        return
    del request.session[SESSION_BROUGHT]
    known = brought_by(key, loaded.at)
    if known is None or known.taken or queries.says_who(loaded.content):
        return
    typed = {"name": {"name": known.name}} if known.name else {}
    if known.guardian_phone:
        typed["guardian"] = {"guardian_name": known.guardian_name, "guardian_phone": known.guardian_phone}
    loaded.save(brought_by=key, typed={**typed, **loaded.content.get("typed", {})})


def brought_by(key: str, at: datetime) -> Brought | None:
    """What the room of an invitation knows of whom it invites."""
    return next((found for known in rooms.filling("brings") if (found := known(key, at)) is not None), None)


def _current(request: Asking, at: datetime) -> Drafting | None:
    loaded = _loaded(request, at)
    return None if loaded is None or loaded.draft.ended_at is not None else loaded


def _loaded(request: Asking, at: datetime) -> Drafting | None:
    draft = queries.draft(request.session.get(SESSION_DRAFT, ""))
    if draft is None or draft.account_id not in {None, request.actor.account_id}:
        return None
    loaded = Drafting(draft, at, content=queries.draft_content(draft))
    another = accounts.proven_phone(request, at) not in {None, loaded.content["phone"]}
    loaded.proven = draft.account_id is not None or _is_proven(request, loaded)
    if another and not (loaded.proven and request.actor.is_signed_in):
        # Somebody else has proven another phone here, however lately the one before: nothing of that one is left.
        _put_aside(request)
        return None
    return loaded


def ended(request: Asking, at: datetime) -> Drafting | None:
    """The registration that this browser, its phone proven, has just sent to its end, maybe by another press."""
    loaded = _loaded(request, at)
    return loaded if loaded is not None and loaded.proven and loaded.draft.ended_at is not None else None


def _is_proven(request: Asking, loaded: Drafting) -> bool:
    """Whether who asks holds the phone: logged in with it, or its code given here and no pause since."""
    phone, at = loaded.content["phone"], loaded.at
    account_id = request.actor.account_id
    if account_id is not None and account_rows.comes_in_by(account_id, bytes(loaded.draft.phone_hash)):
        return True
    kept = request.session.get(SESSION_PROOF) or {}
    if kept.get("draft") == loaded.draft.public_id:
        young = at - datetime.fromisoformat(kept["since"]) <= _PROVEN_AT_MOST
        if young and accounts.proof_holds(kept, phone, at, minutes=loaded.limits().draft_proof_minutes):
            request.session[SESSION_PROOF] = {**kept, "at": at.isoformat()}
            return True
    if accounts.proven_phone(request, at) != phone:
        return False
    prove(request, loaded)
    return True


def prove(request: Asking, loaded: Drafting) -> None:
    """The phone's code was given here just now."""
    proof = accounts.proof_of_phone(loaded.content["phone"], loaded.at)
    of = {"draft": loaded.draft.public_id, "since": loaded.at.isoformat()}
    request.session[SESSION_PROOF] = proof | of
    loaded.proven = True


def take(request: Asking, draft: RegistrationDraft, at: datetime) -> Drafting:
    """Go on with a draft in the browser in which its phone was proven."""
    request.session[SESSION_DRAFT] = draft.public_id
    loaded = Drafting(draft, at, content=queries.draft_content(draft))
    prove(request, loaded)
    return loaded


def begin_swap(request: Asking, loaded: Drafting) -> None:
    """The draft's phone, proven here, is the guardian's: the next one that is proven here is the child's."""
    request.session[SESSION_SWAP] = {"draft": loaded.draft.public_id, "at": loaded.at.isoformat()}


def swapped(request: Asking, at: datetime) -> Drafting | None:
    """The draft with the child's phone, where that has just been proven; None where nobody asked for it."""
    kept, phone = request.session.get(SESSION_SWAP) or {}, accounts.proven_phone(request, at)
    draft = queries.draft(kept.get("draft", ""))
    if draft is None or phone is None or request.actor.is_signed_in or draft.account_id is not None:
        return None
    known = queries.draft_content(draft)["phone"]
    if draft.ended_at is not None or known == phone or at - datetime.fromisoformat(kept["at"]) > _SWAPPED_AT_MOST:
        return None
    del request.session[SESSION_SWAP]
    actions.swap_phone(draft=draft, phone=phone, at=at)
    draft.refresh_from_db()
    return take(request, draft, at)


def whose(request: Asking, at: datetime) -> list[Drafting]:
    """What others may have begun with the phone that was proven here, before one of them is taken."""
    if _current(request, at) is not None:
        return []
    phone, account_id = _phone_and_account(request, at)
    if phone is None or account_id is not None:
        return []
    found = [Drafting(one, at, content=queries.draft_content(one)) for one in queries.drafts_of(phone, None)]
    return [one for one in found if queries.says_who(one.content)]


def take_new(request: Asking, at: datetime) -> Drafting | None:
    """None of those is meant: begin beside them."""
    phone, account_id = _phone_and_account(request, at)
    if phone is None:
        return None
    return take(request, actions.start_draft(phone=phone, account_id=account_id, at=at), at)


def _phone_and_account(request: Asking, at: datetime) -> tuple[str | None, int | None]:
    if not request.actor.is_signed_in:
        return accounts.proven_phone(request, at), None
    account = cast("Account", request.user)
    if request.session.get(SESSION_FAMILY):
        return account_rows.phone_of(account), None
    if queries.person_id_of_account(account.pk) is not None:
        return None, None
    return account_rows.phone_of(account) or accounts.proven_phone(request, at), account.pk


def begin_for_family(request: Asking) -> None:
    """Another member of the family registers with the phone of the one logged in, under an own account."""
    if account_rows.phone_of(cast("Account", request.user)) is None:
        raise Http404  # Who comes in by something else has no phone to share.
    _put_aside(request)
    request.session[SESSION_FAMILY] = True


def keep_sent(request: Asking, step: str) -> None:
    """What somebody slow sent after the pause waits in the own session, sealed, until the phone is proven."""
    sent = request.POST.copy()
    sent.pop("csrfmiddlewaretoken", None)
    text = json.dumps([step, sent.urlencode()])
    if len(text) <= _MOST_TYPED:
        request.session[SESSION_TYPED] = base64.b64encode(sealed.seal(text, at=_TYPED_AT)).decode()


def take_sent(request: Asking, step: str) -> None:
    """Take what waited for this step as sent now."""
    kept = request.session.pop(SESSION_TYPED, None)
    if kept is None or request.method != "GET":
        return
    try:
        of, sent = json.loads(sealed.open_sealed(base64.b64decode(kept), at=_TYPED_AT))
    except (ValueError, sealed.Unreadable):
        return
    if of == step:
        request.method, request.POST = "POST", QueryDict(sent)


def forget(request: Asking) -> None:
    """Somebody else holds this phone now: the session lets go; the draft waits for whoever proves its number."""
    let_go(request)
    accounts.forget_phone(request)


def _put_aside(request: Asking) -> None:
    """The session forgets which draft it had, its proof, and what was sent for it: the next one is another's."""
    for key in (SESSION_DRAFT, SESSION_PROOF, SESSION_TYPED, SESSION_SWAP):
        request.session.pop(key, None)


def let_go(request: Asking) -> None:
    """The session has nothing to do with a registration any more."""
    _put_aside(request)
    request.session.pop(SESSION_FAMILY, None)
