"""Claims of a record that is there already: filing, what makes one void; no dead end, no word about whose (R005)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts_access
from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.kit import audit, each, facts, sealed
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor, system
from baiying.notices import actions as notices
from baiying.people import locked, queries
from baiying.people.facts import ClaimFiled
from baiying.people.models import Claim, Person
from baiying.people.rights import Right
from baiying.places import queries as places


class ClaimOpen(Refused):
    code = "claim_open"
    sentence = _("您的认领申请已经收到，正在等工作人员核对，不需要重复提交。")


class ClaimUnderWay(ClaimOpen):
    """Another asks for the same record: one case for one document, and not a word about who the other is (U23)."""

    code = "claim_under_way"

    def __init__(self, number: str) -> None:
        words = _(
            "此证件正在核实，编号 %(number)s。号码没有填错的，请带证件到就近的实践站（所），说这个编号，当面就能核对。"
        )
        super().__init__(words % {"number": number})


# Nobody decided: the number of the one who asked is somebody else's.
NOBODY = 0
# Who hears of a claim that a county's desks left lying.
_ABOVE = frozenset({"city", "province"})


@transaction.atomic
def file_claim(
    *, person: Person, name: str, phone: str, account_id: int | None, note: str, actor: Actor, at: datetime
) -> Claim:
    """File the claim of the proven phone; the phone now on the record is told. One waits at a time, whoever asks.

    Refuses: ClaimOpen (one's own waits already), ClaimUnderWay (another's does).
    """
    locked.person(person.pk)
    mask = identifiers.mask_phone(phone)
    for waiting in Claim.objects.filter(person=person, decided_at__isnull=True):
        # The mask is not the number: another's claim must not stand in for this one.
        if waiting.phone_mask == mask and queries.claimant_phone(waiting) == phone:
            raise ClaimOpen
        raise ClaimUnderWay(waiting.public_id)
    claim = Claim(
        person=person,
        account_id=account_id,
        claimed_name=name,
        phone_mask=mask,
        note=note[:300],
        filed_at=at,
        area=person.residence,
        due_on=queries.claim_due_on(person.residence.path, at),
    )
    claim.phone_sealed = sealed.seal(phone, at=sealed.Place.of(claim, "phone_sealed"))
    claim.save(force_insert=True)
    old = queries.phone_of(person)
    if old and old != phone:
        text = translate("有人申请认领用您证件号码注册的志愿者记录。如果不是您本人，请尽快联系当地实践中心（所、站）。")
        # The app has it each time; the phone rings a few times a day at most, whoever files.
        rings = notices.take_typed(phone=old, actor=actor, at=at) is None
        notices.write(kind="claim_filed", text=text, at=at, inbox=person.public_id, phone=old if rings else None)
    filed = ClaimFiled(person_id=person.pk, claim_id=claim.pk)
    facts.publish(filed, actor=actor, at=at, area_id=person.residence_id)
    return claim


def is_claimant(actor: Actor, claim: Claim) -> bool:
    """Whether who acts asked for the record, or comes in by the number that did."""
    if actor.account_id is None:
        return False
    return accounts_access.is_self(actor, claim.account_id) or queries.is_claimants(actor.account_id, claim)


def void_claims(phone: str, *, actor: Actor, at: datetime) -> int:
    """The number has changed hands: what it claimed is void, so that nobody is given a record by it.

    The office reads it on its page, the claimant, where an account has filed it, in the app. Gives how many.
    """
    answer = translate("申请人的手机号后来换了主人，这份申请作废，没有交还。本人可以用现在的手机号重新申请。")
    voided = 0
    for claim in queries.open_claims_of_phone(phone):
        columns = {"decided_at": at, "decided_by_id": NOBODY, "granted": False, "answer": answer}
        if not Claim.objects.filter(pk=claim.pk, decided_at__isnull=True).update(**columns):
            continue
        voided += 1
        audit.record(
            "ClaimVoided", actor=actor, at=at, subject=("person", claim.person_id), area_id=claim.area_id,
            detail={"claim": claim.public_id},
        )  # fmt: skip
        if claim.account_id is not None:
            inbox = queries.inbox_of_account(claim.account_id)
            text = translate("您的认领申请作废了：申请时的手机号后来换了主人。请用现在的手机号重新申请。")
            notices.write(kind="claim_decided", text=text, at=at, inbox=inbox)
    return voided


def raise_late_claims(*, at: datetime) -> int:
    """Nobody answered in time: the office above is told, and whoever asked, once. Run daily; gives how many rose."""
    actor = system("people.raise_late_claims")
    return each.each(
        "people.raise_late_claims", queries.claim_ids_late(at), lambda pk: _rise(pk, actor=actor, at=at), at=at
    ).done


@transaction.atomic
def _rise(claim_id: int, *, actor: Actor, at: datetime) -> bool:
    row = locked.claim(claim_id)
    if row.decided_at is not None or row.risen_at is not None or row.cools_until is not None:
        return False
    row.risen_at = at
    row.save(update_fields=["risen_at"])
    audit.record(
        "ClaimRisen", actor=actor, at=at, subject=("person", row.person_id), area_id=row.area_id,
        detail={"claim": row.public_id},
    )  # fmt: skip
    above = [one.pk for one in places.ancestors_of(row.area) if one.level in _ABOVE]
    given = {"number": row.public_id, "area": row.area.name}
    if found := account_rows.answers_for(above, Right.DECIDE_CLAIMS, at):
        text = translate("%(area)s有一件认领过期没有答复（编号 %(number)s），请督促，或由您办理。") % given
        accounts.tell_account(
            account_id=found.account_id, kind="claim_late", text=text, link=f"/desk/people/claims/{row.public_id}/",
            source=f"claim_late:{row.pk}", at=at, area_id=row.area_id,
        )  # fmt: skip
    text = translate(
        "您认领的志愿者记录（编号 %(number)s）过期没有答复，已告诉上一级办公室督促办理。对不起，让您久等了。"
    )
    letter = notices.Letter(text=text % given, phone=queries.claimant_phone(row), area_id=row.area_id)
    notices.write_many(kind="claim_decided", letters=[letter], at=at)
    return True
