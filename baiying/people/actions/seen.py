"""Which document a clerk may have seen of whom: the one of the record, or what stands for it."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.errors import Refused
from baiying.kit.values import documents


class OtherDocument(Refused):
    """A passport was not checked by an identity card: one of the two was chosen wrong."""

    code = "other_document"
    sentence = _(
        "看的证件和登记的证件类型不是同一种，请改成看过的那一种。登记的类型有误的，先在志愿者的记录里更正证件类型。"
    )
    field = "document"
    status = 422


def refuse_other(id_type: str, document: str) -> None:
    """Refuse a document seen that is not of the kind of the record. Refuses: OtherDocument."""
    if not documents.stands_for(document, id_type):
        raise OtherDocument
