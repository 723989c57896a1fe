"""Who may see or touch a person: the person, the guardian, the office of the area. Others meet a 404."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking
from baiying.kit import clock, rights
from baiying.kit.errors import Refused, Sentence
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.people import queries
from baiying.people.models import (
    Claim,
    Dormancy,
    Doubt,
    FileLeave,
    Guardianship,
    Merge,
    MinorLeave,
    Person,
    Registration,
    SpotCheck,
)
from baiying.people.rights import Right
from baiying.places import queries as places


def own_person(actor: Actor) -> Person:
    """The person for whom the account acts now: its own or a ward's. Asked anew each time, so a withdrawal holds."""
    person = queries.person_by_id(actor.person_id) if actor.person_id else None
    if person is None or actor.account_id is None or person.closed_at is not None:
        raise Http404
    if not _may_act_for(actor.account_id, person.pk):
        raise Http404
    return person


def oneself(actor: Actor) -> Person:
    """The person who acts, and nobody for that person: what no guardian does in a child's place."""
    person = own_person(actor)
    if not queries.comes_in_as(actor.account_id, person):
        raise Http404
    return person


def _may_act_for(account_id: int, person_id: int) -> bool:
    return queries.may_act_for(account_id, person_id, clock.local_date(clock.now()))


def guards_somebody(actor: Actor, at: datetime) -> bool:
    """Whether the account answers for a ward, has withdrawn that, or is asked to: its page has something to show."""
    return actor.account_id is not None and queries.has_wards(actor.account_id, at)


def is_own(actor: Actor, person_id: int) -> bool:
    """Whether the account is the person, comes in by the same phone, or answers or once answered for the person.

    Such a one must not decide about the person.
    """
    return person_id in queries.own_person_ids(*accounts.acts_with(actor))


class OwnMatter(Refused):
    """Nobody decides about oneself, a ward or a sharer of the own phone; the sentence says who else can."""

    code = "own_matter"
    sentence = _("不能为自己、自己监护的孩子或共用手机号的人作决定，请另一位有权的人办理。")


def refuse_own(actor: Actor, person_id: int, who_else: Sentence | None = None) -> None:
    """Refuse whoever would decide about oneself: for every action of every room that decides about a person.

    `who_else` is the sentence that names who can instead. Refuses: OwnMatter.
    """
    if is_own(actor, person_id):
        raise OwnMatter(who_else)


class OwnRegistration(OwnMatter):
    code = "own_registration"
    sentence = _("这是您自己当面注册的，要由另一个人来抽查。")


def refuse_own_registration(check: SpotCheck, actor: Actor) -> None:
    """Nobody looks into what any account of the own phone registered, or into the own record. Refuses: OwnMatter."""
    if actor.account_id is None or check.registered_by_id in accounts.own_hands(actor):
        raise OwnRegistration
    refuse_own(actor, check.person_id)


def to_be_asked(actor: Actor, person_pid: str) -> Person:
    """Whom the office has to ask for a village, at the own county or city or above it; or who lives in its area, for a
    press that comes twice. Raises Http404."""
    scope = accounts.scope_of(actor, Right.CHECK_REAL_NAME)
    row = queries.without_home(scope).filter(public_id=person_pid).first()
    return row if row is not None else person_for(actor, person_pid, right=Right.CHECK_REAL_NAME)


def person_for(actor: Actor, person_pid: str, *, right: rights.Right = Right.SEE_PEOPLE) -> Person:
    """A person who lives or serves in the area where the actor's appointment has the right."""
    scope = accounts.scope_of(actor, right)
    rows = Person.objects.select_related("residence", "service_area", "account").filter(
        queries.within(scope), public_id=person_pid, closed_at__isnull=True
    )
    person = rows.first() or _goes_on(person_pid, scope)
    if person is None:
        raise Http404
    return person


def _goes_on(person_pid: str, scope: accounts.Scope) -> Person | None:
    """The record that goes on for one that was merged, where the office sees that one too."""
    into = Person.objects.filter(public_id=person_pid, merged_into__isnull=False).values("merged_into_id")
    rows = Person.objects.select_related("residence", "service_area", "account")
    return rows.filter(queries.within(scope), pk__in=into, closed_at__isnull=True).first()


def minor_leave_for(actor: Actor, leave_pid: str) -> MinorLeave:
    """A leave to look at a minor's numbers, for who asked for it and for who may give it. Raises Http404."""
    rights_held = [one for one in (Right.APPROVE_MINORS, Right.UNMASK_MINOR) if accounts.may(actor, one)]
    for right in rights_held:
        row = queries.minor_leaves(accounts.scope_of(actor, right)).filter(public_id=leave_pid).first()
        if row is not None and (right == Right.APPROVE_MINORS or row.asked_by_id == actor.account_id):
            return row
    raise Http404


def asked_minor_leave(actor: Actor, leave_pid: str) -> MinorLeave:
    """A leave that one asked for oneself. Raises Http404."""
    row = minor_leave_for(actor, leave_pid)
    if row.asked_by_id != actor.account_id:
        raise Http404
    return row


def file_leave_for(actor: Actor, leave_pid: str) -> FileLeave:
    """A leave to take a file, for who asked for it in this office and for who may give it. Raises Http404."""
    row = queries.own_file_leaves(actor).filter(public_id=leave_pid).first()
    if row is None and accounts.may(actor, Right.APPROVE_MINORS):
        scope = accounts.scope_of(actor, Right.APPROVE_MINORS)
        row = queries.file_leaves(scope).filter(public_id=leave_pid).first()
    if row is None:
        raise Http404
    return row


def asked_file_leave(actor: Actor, leave_pid: str) -> FileLeave:
    """A leave that one asked for oneself. Raises Http404."""
    row = queries.own_file_leaves(actor).filter(public_id=leave_pid).first()
    if row is None:
        raise Http404
    return row


def file_leave_to_decide(actor: Actor, leave_pid: str) -> FileLeave:
    """A leave that the actor's office may give. Raises Http404."""
    scope = accounts.scope_of(actor, Right.APPROVE_MINORS)
    row = queries.file_leaves(scope).filter(public_id=leave_pid).first()
    if row is None:
        raise Http404
    return row


def merge_for(actor: Actor, merge_pid: str) -> Merge:
    """A merge of two records that both lie in the area of the one who decides. Raises Http404."""
    row = queries.merges(accounts.scope_of(actor, Right.MERGE_RECORDS)).filter(public_id=merge_pid).first()
    if row is None:
        raise Http404
    return row


def own_merge(actor: Actor, merge_pid: str) -> Merge:
    """A merge that concerns a record of one's own, whichever of one's accounts one comes in by. Raises Http404."""
    row = queries.merge(merge_pid)
    if row is None or actor.account_id is None or not {row.survivor_id, row.loser_id} & {*_own_records(actor)}:
        raise Http404
    return row


def _own_records(actor: Actor) -> list[int]:
    own = queries.person_id_of_account(actor.account_id) if actor.account_id is not None else None
    return queries.records_of(own) if own is not None else []


def sees_both(actor: Actor, one: Person, other: Person) -> bool:
    """Whether both records lie in the area in which the actor merges: the smallest that holds both is inside."""
    area_id = queries.common_area(one, other)
    area = places.division_by_id(area_id) if area_id is not None else None
    return area is not None and accounts.may(actor, Right.MERGE_RECORDS, area.path)


def open_registration_of(person: Person) -> Registration:
    row = queries.registration_of(person.pk)
    if row is None:
        raise Http404
    return row


def claim_for(actor: Actor, claim_pid: str) -> Claim:
    """A claim in the area of the one who decides."""
    scope = accounts.scope_of(actor, Right.DECIDE_CLAIMS)
    rows = Claim.objects.select_related("person", "area", "person__residence", "person__account")
    claim = rows.filter(scope.areas("area"), public_id=claim_pid).first()
    if claim is None:
        raise Http404
    return claim


def sleeper_for(actor: Actor, dormancy_pid: str) -> Dormancy:
    """Somebody of the own area who was asked whether to go on. Who was only found, and who is parked by now, is shown
    to nobody; of the latter but what the reader's own hand wrote, for a press that comes twice."""
    scope, row = accounts.scope_of(actor, Right.HEAR_SLEEPERS), queries.dormancy(dormancy_pid)
    if row is None or row.asked_at is None or not queries.persons(scope).filter(pk=row.person_id).exists():
        own = row is not None and row.decided_by_id is not None and row.decided_by_id == actor.account_id
        if row is None or not own or not queries.is_parked_within(scope, row.person_id):
            raise Http404
    return row


def spot_check_for(actor: Actor, check_pid: str) -> SpotCheck:
    """A spot check of somebody in the area of the one who looks into it."""
    scope = accounts.scope_of(actor, Right.SPOT_CHECK)
    row = queries.spot_checks(scope).filter(public_id=check_pid).first()
    if row is None:
        raise Http404
    return row


def doubt_for(actor: Actor, doubt_pid: str) -> Doubt:
    """A doubt about somebody in the area of the one who decides."""
    row = queries.doubts(accounts.scope_of(actor, Right.DECIDE_DOUBTS)).filter(public_id=doubt_pid).first()
    if row is None:
        raise Http404
    return row


def guardianship_for(actor: Actor, guardianship_pid: str) -> Guardianship:
    """A request to a guardian, by the random id in the message; who opens it must still prove the phone.

    404 where the guardian who answered no longer comes in by that phone, for all but that guardian: whoever holds the
    number now is somebody else. So too where a no was said by a number that is lost since, and for everybody where
    that one is no guardian any more.
    """
    row = queries.guardianship(guardianship_pid)
    if row is None or row.ended_at is not None:
        raise Http404
    if actor.account_id is not None and row.guardian_account_id == actor.account_id:
        return row
    lost = queries.said_no(row) and row.phone_lost_at is not None
    if lost or not queries.is_still_guardians_phone(row):
        raise Http404
    return row


def what_asked(phone: str, at: datetime) -> list[tuple[str, str]]:
    """Which children wait for an answer of whoever holds a phone, or had a no: by surname and age, with the page."""
    asked = [(row, _asks(row, at)) for row in queries.open_requests_by(phone, at)]
    asked += [(row, _refused(row, at)) for row in queries.refusals_by(phone) if queries.is_under_age(row.ward, at)]
    return [
        (words, reverse("people:guardian", args=[row.public_id])) for row, words in asked if row.ward.closed_at is None
    ]


def asked_first(account_id: int, at: datetime) -> str:
    """To which page an account comes first that is asked as a guardian: the request, or the list of several; empty for
    who is not asked, and for a minor with the phone of the family, who answers for nobody."""
    own = queries.person_of_account(account_id)
    if own is not None and queries.is_under_age(own, at):
        return ""
    rows = queries.open_requests_to(account_id, at)
    if len(rows) == 1:
        return reverse("people:guardian", args=[rows[0].public_id])
    return reverse("people:wards") if rows else ""


def _asks(row: Guardianship, at: datetime) -> str:
    age = identifiers.age_on(row.ward.birth_date, clock.local_date(at))
    return gettext("%(name)s（%(age)s 岁）想注册为志愿者") % {"name": identifiers.mask_name(row.ward.name), "age": age}


def _refused(row: Guardianship, at: datetime) -> str:
    age = identifiers.age_on(row.ward.birth_date, clock.local_date(at))
    return gettext("%(name)s（%(age)s 岁）：您没有同意") % {"name": identifiers.mask_name(row.ward.name), "age": age}


def guardianship_to_settle(actor: Actor, guardianship_pid: str) -> Guardianship:
    """A guardian's consent for a child in the area of the office that decides between guardians."""
    row = queries.guardianship(guardianship_pid)
    if row is None or row.agreed_at is None:
        raise Http404
    person_for(actor, row.ward.public_id, right=Right.DECIDE_GUARDIANS)
    return row


def guardianship_to_end(actor: Actor, guardianship_pid: str) -> Guardianship:
    """A guardian, whatever that one answered, of a child in the area of the office that decides about guardians."""
    row = queries.guardianship(guardianship_pid)
    if row is None:
        raise Http404
    person_for(actor, row.ward.public_id, right=Right.DECIDE_GUARDIANS)
    return row


def own_guardianship(actor: Actor, guardianship_pid: str, at: datetime) -> Guardianship:
    """A consent that the account gave for a ward still under age, in force or withdrawn. 404 for anybody else's."""
    row = queries.guardianship(guardianship_pid)
    if row is None or actor.account_id is None or row.guardian_account_id != actor.account_id or row.agreed_at is None:
        raise Http404
    kept = [*queries.wards_of(actor.account_id, at), *queries.withdrawn_wards_of(actor.account_id, at)]
    if row.pk not in {one.pk for one in kept}:
        raise Http404
    return row


def was_guardian_of_grown_up(actor: Actor, guardianship_pid: str, at: datetime) -> bool:
    """Whether it is a consent that the account gave for somebody who has come of age since: of whom it sees nothing."""
    row = queries.guardianship(guardianship_pid)
    own = row is not None and row.agreed_at is not None and row.guardian_account_id == actor.account_id
    return row is not None and own and not queries.is_under_age(row.ward, at)


def to_have_a_person(actor: Actor, then: str, at: datetime) -> str:
    """Where an account without a person goes that would do something a volunteer does, and from there to `then`: who
    answers for a child chooses the child, anybody else registers."""
    guards = actor.account_id is not None and queries.is_guardian(actor.account_id, at)
    page = reverse("people:wards" if guards else "people:register")
    return f"{page}?{urlencode({'next': then})}" if then else page


def act_for_own(request: Asking) -> None:
    """Act for one's own person again."""
    account_id = request.actor.account_id
    accounts.act_for(request, queries.person_id_of_account(account_id) if account_id else None)


def act_for_ward(request: Asking, person_pid: str) -> Person:
    """Act for a ward from now on. 404 for anybody else's."""
    person = queries.person(person_pid)
    account_id = request.actor.account_id
    if person is None or account_id is None or not _may_act_for(account_id, person.pk):
        raise Http404
    accounts.act_for(request, person.pk, ward=not queries.comes_in_as(account_id, person))
    return person


def begin_brought(request: Asking, key: str, *, family: bool = False) -> None:
    """Register because of an invitation, by the key of its room: whatever this browser had begun waits for whoever
    began it. `family`: by the phone of the account that is logged in, for somebody else of the family."""
    for kept in ("registration_draft", "registration_proof", "registration_typed", "registration_swap"):
        request.session.pop(kept, None)
    request.session["registration_brought"] = key
    if family:
        request.session["registration_family"] = True
