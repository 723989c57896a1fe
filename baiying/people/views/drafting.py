"""The registration under way in the session: which step comes next, loaded and saved."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking
from baiying.accounts.queries import Account
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.people import actions, queries, rules
from baiying.people.models import RegistrationDraft
from baiying.places import queries as places

SESSION_DRAFT = "registration_draft"
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
    content: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return clock.local_date(self.at)

    def limits(self) -> rules.RegistrationRules:
        area = places.division_by_id(self.content.get("residence_id") or 0)
        return queries.registration_rules(area.path if area else (), self.today)

    def age(self) -> int | None:
        born = self.content.get("birth_date")
        return identifiers.age_on(date.fromisoformat(born), self.today) if born else None

    def steps(self) -> list[str]:
        return queries.steps_of(self.content, self.today)

    def done(self, step: str) -> bool:
        return bool(self.content.get(rules.STEPS[step]))

    def next_step(self) -> str:
        return rules.next_step(self.content, self.steps())

    def next_url(self) -> str:
        return reverse(f"people:register_{self.next_step()}")

    def labels(self) -> list[str | Promise]:
        return [_("手机"), *(LABELS[step] for step in self.steps())]

    def number(self, step: str) -> int:
        """The step's place as the page counts: the phone was the first."""
        return self.steps().index(step) + 2

    def may_open(self, step: str) -> bool:
        """A step opens when all before it are done."""
        steps = self.steps()
        return step in steps and all(self.done(before) for before in steps[: steps.index(step)])

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
        self.content.update(changes)
        actions.save_draft(draft=self.draft, content=self.content, at=self.at)

    def new_person(self) -> rules.NewPerson:
        c = self.content
        return rules.NewPerson(
            name=c["name"],
            sex=c["sex"],
            birth_date=date.fromisoformat(c["birth_date"]),
            id_type=c["id_type"],
            id_number=c["id_number"],
            residence_id=c["residence_id"],
            service_area_id=c["service_area_id"],
            phone=c["phone"],
            skills=tuple(c.get("skills", ())),
            categories=tuple(c.get("categories", ())),
            availability=tuple(c.get("availability", ())),
        )

    def guardian(self) -> rules.GuardianAsked | None:
        given = self.content.get("guardian")
        return rules.GuardianAsked(**given) if given else None


def opened(request: Asking, at: datetime) -> Drafting | None:
    """The draft of the session; a proven phone, or an account without a person, begins or continues one."""
    draft = queries.draft(request.session.get(SESSION_DRAFT, ""))
    if draft is None:
        phone, account_id = _phone_and_account(request, at)
        if phone is None:
            return None
        draft = actions.start_draft(phone=phone, account_id=account_id, at=at)
        request.session[SESSION_DRAFT] = draft.public_id
    return Drafting(draft, at, queries.draft_content(draft))


def _phone_and_account(request: Asking, at: datetime) -> tuple[str | None, int | None]:
    if not request.actor.is_signed_in:
        return accounts.proven_phone(request, at), None
    account = cast("Account", request.user)
    if queries.person_id_of_account(account.pk) is not None:
        return None, None
    return account_rows.phone_of(account) or accounts.proven_phone(request, at), account.pk


def begin_for_family(request: Asking, at: datetime) -> None:
    """Another member of the family registers with the phone of the one logged in, under an own account."""
    phone = account_rows.phone_of(cast("Account", request.user))
    if phone is None:
        raise Http404  # Who comes in by something else has no phone to share.
    draft = actions.start_draft(phone=phone, account_id=None, at=at)
    request.session[SESSION_DRAFT] = draft.public_id


def forget(request: Asking) -> None:
    """Somebody else holds this phone now: the session lets go; the draft waits for whoever proves its number."""
    request.session.pop(SESSION_DRAFT, None)
    accounts.forget_phone(request)


def close(request: Asking, drafting: Drafting) -> None:
    request.session.pop(SESSION_DRAFT, None)
    actions.drop_draft(draft=drafting.draft)
