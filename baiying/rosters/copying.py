"""What the copy of somebody's data holds of this room: the invitations that were accepted; of other lines nothing."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit.copying import Copied, Section, Whose
from baiying.rosters.models import DriveArrival, Invitation, Paper

COPIED = (
    Copied("Invitation.person", "rosters.invitations"),
    Copied("DriveArrival.person", "rosters.arrivals"),
)


def sections(whose: Whose, at: datetime) -> list[Section]:
    """Who invited and when it was accepted; which papers a guardian signed."""
    fields = {"roster": _("名册"), "group": _("班级或部门"), "made_at": _("邀请于"), "accepted_at": _("接受于")}
    rows = Invitation.objects.filter(person_id=whose.person_id).select_related("roster").order_by("id")
    papers = Paper.objects.filter(invitation__person_id=whose.person_id).order_by("id")
    heads = {"version": _("说明版本"), "signed_at": _("签字时间"), "read_at": _("登记时间")}
    came = DriveArrival.objects.filter(person_id=whose.person_id).select_related("source__drive").order_by("id")
    return [
        Section(
            "rosters.arrivals",
            _("从公开招募来的"),
            {"drive": _("招募"), "source": _("海报贴在哪里"), "arrived_at": _("注册于")},
            [
                {"drive": row.source.drive.title, "source": row.source.name, "arrived_at": row.arrived_at}
                for row in came
            ],
        ),
        Section(
            "rosters.papers",
            _("监护人的纸质同意书"),
            heads,
            [{"version": row.version, "signed_at": row.signed_at, "read_at": row.read_at} for row in papers],
        ),
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
        ),
    ]  # fmt: skip
