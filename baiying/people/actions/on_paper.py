"""A guardian has signed on paper, and somebody reads it in: an act of that guardian, when it was signed (R001, R007).

Of two acts of one guardian the later one counts, whichever was typed in first; what was overtaken changes nothing here
and stays with who keeps the papers.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries as account_rows
from baiying.kit import clock
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values import identifiers, names
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import access, locked, queries, rules
from baiying.people.actions import asking, declining, guardians, two_guardians
from baiying.people.models import ClosedWhy, Guardianship, Person, Registration
from baiying.people.rules import papers


class NoGuardiansSignature(Refused):
    code = "no_guardians_signature"
    sentence = _(
        "哥哥姐姐签的不算：请父亲、母亲或其他监护人签一张。只有成年兄姐能监护的，请带证明一起到就近的实践站（所）办理。"
    )
    field = "relation"
    status = 422


def require_guardians_signature(relation: str) -> None:
    """Refuse a paper that a brother or sister signed. Refuses: NoGuardiansSignature."""
    if relation in papers.NOT_BY_PAPER:
        raise NoGuardiansSignature


@transaction.atomic
def answer_on_paper(
    *, ward: Person, paper: papers.PaperAnswer, typed: Mapping[int, datetime], actor: Actor, at: datetime
) -> Guardianship | None:
    """Let a guardian's paper count for a ward; gives the row that says so now, None where it changes nothing: nobody
    has to agree, or the same guardian has said something since.

    A yes to all that the ward's age asks is a consent from the time of signing on; anything less is a no, and takes
    back what the same guardian agreed to before. `typed`: of guardianships that ended by a paper when that was signed,
    since they keep the time of typing. Guardian, ward and the other guardians are told.
    Refuses: OwnMatter, NoGuardiansSignature, GuardianUnderAge, NoGuardianAnyMore.
    """
    require_guardians_signature(paper.relation)
    if ward.pk in queries.own_person_ids(paper.witness_id):
        raise access.OwnMatter
    registration = locked.open_registration(ward.pk)
    if registration is None or not registration.needs_guardian or not queries.is_under_age(ward, at):
        return None
    asking.refuse_ended(ward.pk, paper.phone, paper.name)
    said = _of_same_guardian(ward, paper)
    if papers.is_overtaken(paper.signed_at, _acts(said, typed)):
        return None
    today = clock.local_date(at)
    given = queries.registration_rules(ward.residence.path, today)
    purposes = rules.guardian_purposes(identifiers.age_on(ward.birth_date, today), given)
    live = next((one for one in said if one.agreed_at and not one.withdrawn_at and not one.declined_at), None)
    if not papers.agrees(paper, purposes):
        return _no(ward, paper, live, said, actor=actor, at=at)
    if live is not None:
        return live
    return _yes(registration, paper, purposes, actor=actor, at=at)


def _of_same_guardian(ward: Person, paper: papers.PaperAnswer) -> list[Guardianship]:
    """What this guardian was asked and answered before, the newest first: by the same number, or by the same name."""
    number = account_rows.phone_hash(paper.phone)
    rows = Guardianship.objects.filter(ward_id=ward.pk).order_by("-id")
    return [one for one in rows if bytes(one.phone_hash) == number or names.same(one.guardian_name, paper.name)]


def _acts(said: list[Guardianship], typed: Mapping[int, datetime]) -> list[datetime]:
    """When the guardian did what is on record; a request that was laid aside is no act of anybody."""
    ended = [
        typed.get(one.pk, one.withdrawn_at or one.declined_at)
        for one in said
        if one.withdrawn_at is not None or one.closed_why == ClosedWhy.NO
    ]
    agreed = [one.agreed_at for one in said]
    return [one for one in (*ended, *agreed) if one is not None]


def _yes(
    registration: Registration, paper: papers.PaperAnswer, purposes: tuple[str, ...], *, actor: Actor, at: datetime
) -> Guardianship:
    ward = registration.person
    row = Guardianship(
        ward=ward,
        guardian_name=paper.name,
        relation=paper.relation,
        document=str(translate("纸质同意书，第 %(version)s 版") % {"version": paper.version}),
        witness_id=paper.witness_id,
        version=paper.version,
        asked_at=at,
        # Given when it was signed, not when somebody typed it in.
        agreed_at=paper.signed_at,
        **asking.phone_columns(paper.phone),
    )
    guardians.refuse_minors_phone(row, at)
    asking.lay_aside(ward.pk, at)
    row.guardian_account = guardians.account_of(row, actor=actor, at=at)
    row.save(force_insert=True)
    # What a version asked beyond that stands by its own answer, and no other paper says it.
    more = [one for one, yes in paper.answers.items() if yes and one not in papers.ALWAYS]
    guardians.note_agreed(registration, row, purposes=(*purposes, *more), channel="paper", actor=actor, at=at)
    text = translate("监护人（%(who)s）在纸上签字同意了您参加志愿服务。")
    two_guardians.tell_agreed(row, text % {"who": identifiers.mask_name(row.guardian_name)}, at)
    _tell_guardian(row, at)
    return row


def _no(
    ward: Person,
    paper: papers.PaperAnswer,
    live: Guardianship | None,
    said: list[Guardianship],
    *,
    actor: Actor,
    at: datetime,
) -> Guardianship:
    if live is not None:
        guardians.withdraw_as_guardian(guardianship=live, actor=actor, at=at)
        live.refresh_from_db()
        return live
    asked = next((one for one in said if not one.agreed_at and not one.declined_at and not one.withdrawn_at), None)
    if asked is None:
        asking.lay_aside(ward.pk, at)
        asked = Guardianship.objects.create(
            ward=ward,
            guardian_name=paper.name,
            relation=paper.relation,
            witness_id=paper.witness_id,
            version=paper.version,
            asked_at=at,
            **asking.phone_columns(paper.phone),
        )
    declining.decline_as_guardian(guardianship=asked, actor=actor, at=at)
    asked.refresh_from_db()
    return asked


def _tell_guardian(row: Guardianship, at: datetime) -> None:
    """Whoever signed reads that it was taken down, and what to do if it was somebody else."""
    words = translate(
        "您在纸上签的同意书已登记：同意 %(name)s 参加志愿服务。用这个手机号登录，可以查看或撤回；"
        "不是您签的，请马上撤回。"
    )
    text = words % {"name": identifiers.mask_name(row.ward.name)}
    letter = notices.Letter(
        text=text, phone=queries.guardian_phone(row), link="/mine/wards/", area_id=row.ward.residence_id
    )
    notices.write_many(kind="guardian_agreed", letters=[letter], at=at)
