"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Entry, Grant, Office, Room, RuleKind, Slot
from baiying.places.rights import Right
from baiying.places.rules.standard import SiteStandard

ROOM = Room(
    topics="baiying.places.topics.TOPICS",
    job_words={
        "places.check_import": _("检查上传的区划表"),
        "places.run_import": _("导入区划表"),
        "places.tell_merged": _("查并掉的区划里还有没有没跟过去的"),
    },
    addresses="baiying.places.urls",
    visits=2,
    api="baiying.places.api.router",
    rights=(
        Grant(Right.IMPORT_DIVISIONS, ("city_office", "sysadmin")),
        Grant(Right.EDIT_SITES, ("place_staff", "county_office", "city_office")),
        Grant(Right.IMPORT_POPULATION, ("county_office", "city_office")),
        Grant(Right.EDIT_CALENDAR, ("city_office", "sysadmin")),
        Grant(Right.EDIT_RULES, ("city_office",)),
        Grant(Right.READ_HANDBOOK, ("place_staff", "hours_reviewer", "county_office", "city_office"), urgent=True),
        Grant(Right.WRITE_HANDBOOK, ("county_office", "city_office")),
        Grant(Right.SEE_COVERAGE, ("place_staff", "hours_reviewer", "county_office", "city_office"), urgent=True),
    ),
    offices=(
        Office(order=510, heading=_("阵地"), label=_("阵地覆盖"), page="places:coverage", rights=(Right.SEE_COVERAGE,)),
        Office(
            order=530,
            heading=_("阵地"),
            label=_("工作手册"),
            page="places:handbook",
            rights=(Right.READ_HANDBOOK,),
        ),
        Office(
            order=910,
            heading=_("设置"),
            label=_("设置我的城市"),
            page="places:set_up",
            rights=(Right.IMPORT_DIVISIONS,),
        ),
        Office(
            order=920, heading=_("设置"), label=_("区划导入"), page="places:imports", rights=(Right.IMPORT_DIVISIONS,)
        ),
        Office(
            order=930, heading=_("设置"), label=_("人口"), page="places:populations", rights=(Right.IMPORT_POPULATION,)
        ),
        Office(order=940, heading=_("设置"), label=_("规则"), page="places:rules", rights=(Right.EDIT_RULES,)),
        Office(
            order=950, heading=_("设置"), label=_("工作日历"), page="places:calendar", rights=(Right.EDIT_CALENDAR,)
        ),
    ),
    entries=(Entry(order=30, menu="site", label=_("实践阵地"), page="places:sites"),),
    clockwork={
        "places.tell_merged": "15 17 * * *",  # 01:15 in China
    },
    area_holds=(Slot("baiying.places.queries.held.sites", 20),),
    merging=(
        Slot("baiying.places.actions.merging.built_sites", 5),
        Slot("baiying.places.actions.merging.people_counts", 10),
        Slot("baiying.places.actions.merging.rule_sets", 30),
    ),
    rule_kinds=(
        RuleKind(
            SiteStandard,
            _("阵地标准"),
            _("各级阵地要有哪几样才算达到标准，例如六有。"),
            {
                "centre": _("实践中心"),
                "institute": _("实践所"),
                "station": _("实践站"),
                "branch": _("分中心"),
                "base": _("实践基地"),
                "point": _("实践点"),
                "rest": _("驿站"),
            },
            _("中办、国办《关于健全新时代志愿服务体系的意见》（2024年）的六有；各地另有标准的，写明依据换成自己的。"),
        ),
    ),
    audit_actions={
        "DivisionMerged": _("区划并入别处"),
        "DivisionRecoded": _("区划换了代码"),
        "SuccessorsAnswered": _("答复区划的后继"),
        "CalendarEntered": _("录入工作日历"),
        "DivisionsCheckedAgain": _("再检查区划表"),
        "DivisionsDropped": _("放弃区划表"),
        "DivisionsImported": _("导入区划表"),
        "DivisionsRestored": _("撤销区划导入"),
        "DivisionsSheetChosen": _("改读区划表的另一张工作表"),
        "DivisionsUploaded": _("上传区划表"),
        "HandbookEnded": _("停用工作手册的一页"),
        "HandbookWritten": _("写工作手册"),
        "PopulationEntered": _("录入人口"),
        "PopulationUndone": _("撤销人口表"),
        "PopulationsJoined": _("区划合并，人口相加"),
        "RuleSetConfirmed": _("确认规则"),
        # Before a second person was needed.
        "RuleSetEntered": _("录入规则"),
        "RuleSetProposed": _("提出规则"),
        "RuleSetRaised": _("按法律调整规则"),
        "RuleSetWithdrawn": _("撤回规则"),
        "SiteAdded": _("新建阵地"),
        "SiteHavesSaid": _("查看阵地标准"),
        "SiteDescribed": _("修改阵地资料"),
        "SitesDescribed": _("录入阵地表"),
        "SitesExempted": _("批量免建"),
        "SitesExemptionUndone": _("撤销批量免建"),
        "SitesRestored": _("撤销阵地表"),
        "SitesMade": _("建立阵地名录"),
        "SiteSinceCorrected": _("更正阵地状态的日期"),
        "SiteTakenBack": _("撤销新建的阵地"),
        "SiteDaysRestored": _("恢复阵地临时开放时间"),
        "SiteDaysSaid": _("填写阵地临时开放时间"),
        "SiteDaysWithdrawn": _("撤掉阵地临时开放时间"),
        "SiteRoomLent": _("填写可借用的场地"),
        "SiteRoomRestored": _("恢复可借用的场地"),
        "SiteRoomWithdrawn": _("撤掉可借用的场地"),
        "SiteStaffAppointed": _("填写阵地人员"),
        "SiteStaffEnded": _("填写阵地人员离任"),
        "SiteStaffPhoneSeen": _("查看阵地人员的电话"),
        "SiteStaffResumed": _("撤销阵地人员离任"),
        "SiteStaffWithdrawn": _("撤销阵地人员记录"),
        "SiteStateSet": _("修改阵地状态"),
    },
    audit_subjects={
        "calendar": _("工作日历"),
        "division": _("区划"),
        "division_import": _("区划表"),
        "handbook": _("工作手册"),
        "population": _("人口"),
        "population_import": _("人口表"),
        "rule_set": _("规则"),
        "site": _("阵地"),
        "site_exemption": _("批量免建"),
        "site_import": _("阵地表"),
    },
    audit_looks=frozenset({"SiteStaffPhoneSeen"}),
    audit_names=(Slot("baiying.places.audited.names", 10),),
    seekers=(Slot("baiying.places.views.found.sites", 60), Slot("baiying.places.views.found.handbook", 85)),
    piles=(Slot("baiying.places.piles.rules", 110), Slot("baiying.places.piles.headless", 120)),
    finders=(Slot("baiying.places.views.sites.found_here", 30),),
    things=(Slot("baiying.places.things.site", 30),),
)
