"""What the copy of somebody's data holds of this room: the invitations that were accepted; of other lines nothing."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit.copying import Copied, Section, Whose
from baiying.rosters.models import Invitation

COPIED = (Copied("Invitation.person", "rosters.invitations"),)


def sections(whose: Whose, at: datetime) -> list[Section]:
    """Who invited, and when it was accepted."""
    fields = {"roster": _("名册"), "group": _("班级或部门"), "made_at": _("邀请于"), "accepted_at": _("接受于")}
    rows = Invitation.objects.filter(person_id=whose.person_id).select_related("roster").order_by("id")
    return [
        Section(
            "rosters.invitations",
            _("接受过的邀请"),
            fields,
            [
                {
                    "roster": row.roster.title, "group": row.group, "made_at": row.made_at,
                    "accepted_at": row.accepted_at,
                }
                for row in rows
            ],
        )
    ]  # fmt: skip
