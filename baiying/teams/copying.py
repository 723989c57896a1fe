"""What the copy of somebody's data holds of this room: teams and offices in bodies; of other members nothing."""

from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from baiying.kit.copying import Copied, Section, Whose
from baiying.teams.models import Application, Membership, Office

COPIED = (Copied("Membership.person", "teams.memberships"),)


def sections(whose: Whose, at: datetime) -> list[Section]:
    member = {
        "team": _("队伍"), "asked_at": _("申请于"), "words": _("您写的"), "joined_at": _("加入于"),
        "refused_at": _("没有通过于"), "refuse_reason": _("没有通过的原因"), "left_at": _("离开于"),
        "leave_reason": _("离开的原因"),
    }  # fmt: skip
    office = {"office": _("职务"), "of": _("单位或队伍"), "starts_at": _("从"), "ends_at": _("到")}
    memberships = Membership.objects.filter(person_id=whose.person_id).select_related("team").order_by("id")
    offices = Office.objects.filter(account_id=whose.account_id or 0).select_related("body", "team").order_by("id")
    applied = {
        "name": _("单位名称"),
        "asked_at": _("提交于"),
        "words": _("做些什么"),
        "outcome": _("结果"),
        "scans": _("照片"),
    }
    applications = Application.objects.filter(account_id=whose.account_id or 0)
    applications = applications.annotate(scans_n=Count("scans")).order_by("id")
    return [
        Section(
            "teams.applications",
            _("您申请登记的单位"),
            applied,
            [
                {
                    "name": row.name,
                    "asked_at": row.asked_at,
                    "words": row.words,
                    "outcome": row.get_outcome_display() if row.outcome else "",
                    "scans": _("%(n)s 张，在“申请登记单位”里看") % {"n": row.scans_n} if row.scans_n else "",
                }
                for row in applications
            ],
        ),
        Section(
            "teams.memberships",
            _("队伍"),
            member,
            [
                {"team": row.team.name, **{key: getattr(row, key) for key in member if key != "team"}}
                for row in memberships
            ],
        ),
        Section(
            "teams.offices",
            _("单位和队伍里的职务"),
            office,
            [
                {
                    "office": row.get_kind_display(),
                    "of": row.team.name if row.team else row.body.name,
                    "starts_at": row.starts_at,
                    "ends_at": row.ends_at,
                }
                for row in offices
            ],
        ),
    ]
