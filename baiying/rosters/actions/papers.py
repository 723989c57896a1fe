"""A consent on paper comes back and is read in: an act of the guardian who signed, by people's own door (R001).

Kept whatever came of it. It counts when the child is registered, at once or later, and never against what the same
guardian has said since it was signed (U22).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from baiying.accounts import queries as accounts
from baiying.kit import audit, clock, photos
from baiying.kit import locked as forms_locked
from baiying.kit.db import transaction
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.kit.values import names
from baiying.kit.values.actor import Actor
from baiying.people import access as people_access
from baiying.people import actions as people
from baiying.people import queries as person_rows
from baiying.people.queries import papers as printed
from baiying.rosters import keeping, locked, queries
from baiying.rosters.actions import refusals
from baiying.rosters.models import Invitation, Paper, Roster
from baiying.rosters.rules import papers
from baiying.rosters.rules.checking import Line

COUNTS, SAYS_NO, OVERTAKEN, REFUSED = "counts", "no", "overtaken", "refused"
MOST_MB = 8


@dataclass(frozen=True, slots=True)
class PaperGiven:
    """What stands on a paper as its reader typed it: the child's `name`, who signed, when, and each answer apart.

    `hour`: since midnight, where the paper says it.
    """

    version: str
    name: str
    guardian_name: str
    relation: str
    phone: str
    signed_on: date
    answers: Mapping[str, bool]
    hour: timedelta | None = None
    scan: bytes = field(default=b"", repr=False)


@transaction.atomic
def read_paper(*, invitation: Invitation, given: PaperGiven, form_id: str, actor: Actor, at: datetime) -> Paper:
    """Take a signed paper down. The same form, or the same paper by another hand, is one paper.

    The form of another child's paper makes a paper of its own. Refuses: InvitationOver, AnotherChild, OldPrint,
    SignedTooLongAgo, SignedByTheChild, NoGuardianNeeded, NotAPicture; and as people: NoGuardiansSignature, OwnMatter,
    GuardianUnderAge.
    """
    forms_locked.form(form_id)
    row = locked.invitation(invitation.pk)
    if (before := Paper.objects.filter(form_id=form_id).first()) is not None:
        if before.invitation_id == row.pk:
            return before
        # The form stood open for another child's paper: this one is taken down as well, and once (_same_paper).
        form_id = new_public_id()
    if row.withdrawn_at is not None or row.who_sealed is None:
        raise refusals.InvitationOver
    _word, line = keeping.who_of(row)
    _refuse(row, line, given, actor, at)
    agrees = all(given.answers.values())
    signed_at = papers.act_at(clock.midnight(given.signed_on), given.hour, agrees=agrees, read_at=at)
    if (same := _same_paper(row, given, signed_at)) is not None:
        return same
    made = Paper(
        form_id=form_id,
        invitation=row,
        version=given.version,
        relation=given.relation,
        answers=dict(given.answers),
        signed_at=signed_at,
        read_at=at,
        read_by_id=actor.account_id or 0,
    )
    kind, scan = _picture(given.scan)
    made.scan_kind = kind
    keeping.seal_paper(made, given.guardian_name, given.phone, scan)
    made.save(force_insert=True)
    audit.record(
        "PaperRead", actor=actor, at=at, subject=("invitation", row.pk), area_id=row.roster.area_id,
        detail={"version": given.version, "signed_on": given.signed_on.isoformat(), "scan": bool(kind)},
    )  # fmt: skip
    if (person_id := _child_of(row)) is not None:
        people_access.refuse_own(actor, person_id)
        _count(made, person_id, actor, at)
    return made


def _refuse(row: Invitation, line: Line, given: PaperGiven, actor: Actor, at: datetime) -> None:
    """What stops a paper before anything is written."""
    right_name = names.same(line.name, given.name) or (line.unsure and given.name.startswith(line.name))
    if not right_name:
        raise refusals.AnotherChild
    people.require_guardians_signature(given.relation)
    if names.same(given.guardian_name, given.name):
        raise refusals.SignedByTheChild
    held = queries.rules_of_invitation(row, at)
    if (clock.local_date(at) - given.signed_on).days > held.paper_back_days:
        raise refusals.SignedTooLongAgo(held.paper_back_days)
    path = row.roster.area.path
    if given.version not in printed.versions_good_on(path, given.signed_on, held.paper_days):
        raise refusals.OldPrint(given.version)
    if printed.to_sign(queries.birth_of(line), path, given.signed_on, version=given.version) is None:
        raise refusals.NoGuardianNeeded
    number = accounts.phone_hash(given.phone)
    if actor.account_id is not None and accounts.comes_in_by(actor.account_id, number):
        raise people_access.OwnMatter


def _picture(content: bytes) -> tuple[str, bytes]:
    """The kind and the picture alone, made anew: nothing that stood in the file beside it is kept."""
    if not content:
        return "", b""
    if len(content) > MOST_MB * 1024 * 1024:
        raise refusals.NotAPicture(MOST_MB)
    try:
        return "jpg", photos.remade(content).content
    except (photos.NotAPhoto, photos.PhotoTooBig) as wrong:
        raise refusals.NotAPicture(MOST_MB) from wrong


def _same_paper(row: Invitation, given: PaperGiven, signed_at: datetime) -> Paper | None:
    """The same paper, read in by another hand or another time."""
    alike = Paper.objects.filter(invitation=row, version=given.version, relation=given.relation).order_by("id")
    for one in alike:
        same_act = one.signed_at == signed_at and one.answers == dict(given.answers)
        if same_act and names.same(keeping.signer_of(one)[0], given.guardian_name):
            return one
    return None


def _child_of(row: Invitation) -> int | None:
    """Whom the invitation means, where that child is registered: by it, or by the same number otherwise."""
    if row.person_id is not None:
        return row.person_id
    number = bytes(row.number_hash or b"")
    known = person_rows.among_numbers([number]).get(number) if number else None
    return known.person_id if known is not None else None


def _count(paper: Paper, person_id: int, actor: Actor, at: datetime) -> None:
    """Let a paper count for a child that is registered, by people's door."""
    ward = person_rows.person_by_id(person_id)
    if ward is None:
        return
    ended = Paper.objects.filter(invitation_id=paper.invitation_id, effect=SAYS_NO, guardianship_id__isnull=False)
    typed = {pk: when for pk, when in ended.values_list("guardianship_id", "signed_at") if pk is not None}
    name, phone = keeping.signer_of(paper)
    answer = printed.PaperAnswer(
        name, paper.relation, phone, paper.version, paper.answers, paper.signed_at, paper.read_by_id
    )
    made = people.answer_on_paper(ward=ward, paper=answer, typed=typed, actor=actor, at=at)
    paper.effect = OVERTAKEN
    if made is not None:
        stands = made.agreed_at is not None and made.withdrawn_at is None
        paper.effect, paper.guardianship_id = (COUNTS if stands else SAYS_NO), made.pk
    paper.save(update_fields=["effect", "guardianship_id"])
    # Of a child that came by another way: what its consent rests on stays (clearing), and goes with its account.
    Invitation.objects.filter(pk=paper.invitation_id, person__isnull=True).update(person_id=person_id)


def count_all(row: Invitation, person_id: int, actor: Actor, at: datetime) -> None:
    """The child has come: what was signed for it before counts now, in the order in which it was signed.

    What the family declined since is not put aside by an older paper. One that is refused keeps nobody from
    registering: the guardian is asked as everybody else's.
    """
    for paper in Paper.objects.filter(invitation_id=row.pk, effect="").order_by("signed_at", "id"):
        if row.declined_at is not None and paper.signed_at <= row.declined_at:
            paper.effect = OVERTAKEN
            paper.save(update_fields=["effect"])
            continue
        try:
            with transaction.atomic():
                _count(paper, person_id, actor, at)
        except Refused:
            paper.effect = REFUSED
            paper.save(update_fields=["effect"])


def note_forms_printed(*, roster: Roster, n: int, actor: Actor, at: datetime) -> None:
    """Consents to be signed were opened to be printed: the names of so many stood on a page."""
    audit.record(
        "ConsentFormsPrinted", actor=actor, at=at, subject=("roster", roster.pk), area_id=roster.area_id,
        detail={"forms": n},
    )  # fmt: skip
