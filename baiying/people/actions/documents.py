"""A kind of document that was written down wrong, put right by whoever may check documents."""

from datetime import date, datetime

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock
from baiying.kit.db import errors, transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values import documents, identifiers
from baiying.kit.values.actor import Actor
from baiying.people import access, identity, locked, queries
from baiying.people.actions import seen, telling
from baiying.people.models import Person


class NotThatDocument(Refused):
    """The number, or the birth date and sex it says, cannot be of such a document."""

    code = "not_that_document"
    sentence = _("登记的号码、出生日期或性别和这种证件对不上，不能改成它。号码本身有误的，请本人撤回同意后重新注册。")
    field = "id_type"
    status = 422


class AnothersDocument(Refused):
    code = "anothers_document"
    sentence = _("按这种证件，这个号码已有另一份记录，请先核实是不是同一个人。")
    field = "id_type"
    status = 422


@transaction.atomic
def correct_document(*, person: Person, id_type: str, document: str, reason: str, actor: Actor, at: datetime) -> Person:
    """Put right of which kind the document of a record is, and which one was seen; why is kept, and the person is told.

    The number stays: it must be one of that kind. Again the same changes nothing.
    Refuses: OwnMatter, OtherDocument, NotThatDocument, AnothersDocument.
    """
    row = locked.person(person.pk)
    registration = locked.open_registration(person.pk)
    access.refuse_own(actor, row.pk)
    seen.refuse_other(id_type, document)
    checked = registration is not None and registration.verified_at is not None
    before = {"id_type": row.id_type, "seen": registration.verified_how if registration is not None and checked else ""}
    after = {"id_type": id_type, "seen": document if checked else ""}
    if before == after:
        return row
    if id_type != row.id_type:
        _change_kind(row, id_type, clock.local_date(at))
    if registration is not None and checked:
        registration.verified_how = document[:32]
        registration.save(update_fields=["verified_how"])
    detail = {"before": before, "after": after, "reason": reason[:120]}
    audit.record(
        "DocumentCorrected", actor=actor, at=at, subject=("person", row.pk), area_id=row.residence_id, detail=detail
    )
    text = translate("工作人员更正了您登记的证件类型，原因：%(reason)s。有疑问的，请打电话给当地实践站（所）。")
    telling.tell(row, kind="document_corrected", text=text % {"reason": reason[:120]}, at=at, link="/mine/profile/")
    return row


def _change_kind(row: Person, id_type: str, today: date) -> None:
    number = queries.id_number_of(row)
    try:
        known = documents.read(id_type, number, on=today)
    except identifiers.BadIdentifier:
        raise NotThatDocument from None
    says_other = known.birth_date is not None and (known.birth_date, known.sex) != (row.birth_date, row.sex)
    if known.kind != id_type or says_other:
        raise NotThatDocument
    row.id_type, row.id_no_hash = id_type, identity.id_no_hash(id_type, number)
    try:
        with transaction.atomic():
            row.save(update_fields=["id_type", "id_no_hash"])
    except IntegrityError as error:
        if errors.constraint_of(error) != "people_person_id_no_hash_key":
            raise
        raise AnothersDocument from None
