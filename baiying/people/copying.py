"""What the copy of somebody's data holds of this room: the own facts in the clear, others by surname alone."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.copying import Copied, Section, Value, Whose
from baiying.kit.rooms import Text
from baiying.kit.values import identifiers
from baiying.people import queries
from baiying.people.forms.fields import week_rows
from baiying.people.merge_models import Merge
from baiying.people.models import (
    Card,
    Consent,
    Counting,
    Dormancy,
    Doubt,
    Guardianship,
    MinorLeave,
    Move,
    Oath,
    Person,
    Registration,
)
from baiying.people.models import SpotCheck as Check
from baiying.people.views.words import document_name, purpose_name
from baiying.ui import formats

COPIED = (
    Copied("Registration.person", "people.registrations"),
    Copied("Consent.person", "people.consents"),
    Copied("Guardianship.ward", "people.guardians"),
    Copied("MinorLeave.person", "people.minor_leaves"),
    Copied("Counting.person", "people.countings"),
    Copied("Dormancy.person", "people.dormancies"),
    Copied("Move.person", "people.moves"),
    Copied("Oath.person", "people.oaths"),
    Copied("Card.person", "people.cards"),
    Copied("SpotCheck.person", "people.spot_checks"),
    Copied("Doubt.person", "people.doubts"),
    Copied(
        "Claim.person",
        what=_("别人对这份记录的认领"),
        why=_("里面是申请人的姓名和电话；由您提出的认领，办完后就是您的记录。"),
    ),
    Copied("Merge.survivor", "people.merges"),
    Copied("Merge.loser", "people.merges"),
    Copied("RegistrationDraft.made", what=_("注册时的草稿"), why=_("注册后已清空，一天后删除。")),
)


def sections(whose: Whose, at: datetime) -> list[Section]:
    """Everything of this room about a person, oldest first."""
    person = Person.objects.select_related("residence", "service_area").get(pk=whose.person_id)
    return [
        _facts(person),
        _registrations(person),
        _consents(person),
        _guardians(person),
        _minor_leaves(person),
        _countings(person),
        _moves(person),
        _oaths(person),
        _cards(person),
        _dormancies(person),
        _checks(person),
        _doubts(person),
        _merges(person),
    ]


def _merges(person: Person) -> Section:
    fields: dict[str, Text] = {"asked_at": _("提出于"), "done_at": _("合并于"), "undone_at": _("分开于")}
    rows = Merge.objects.filter(Q(survivor=person) | Q(loser=person)).order_by("id")
    return Section("people.merges", _("两条记录合并"), fields, list(rows.values(*fields)))


def _facts(person: Person) -> Section:
    fields: dict[str, Text] = {
        "name": _("姓名"), "sex": _("性别"), "birth_date": _("出生日期"), "id_type": _("证件类型"),
        "id_number": _("证件号码"), "phone": _("手机号"), "residence": _("居住地"), "service_area": _("服务地"),
        "skills": _("技能"), "categories": _("服务类别"), "availability": _("方便的时间"),
        "name_public": _("公开显示姓名"), "invited_by": _("谁可以邀请"),
        "recorded_at": _("记录时间"), "channel": _("注册方式"),
        "rests_since": _("只保存、不使用，从"),
    }  # fmt: skip
    row: dict[str, Value] = {
        "name": person.name, "sex": person.get_sex_display(), "birth_date": person.birth_date,
        "id_type": str(document_name(person.id_type)), "id_number": queries.id_number_of(person),
        "phone": queries.phone_of(person),
        "residence": person.residence.name, "service_area": person.service_area.name,
        "skills": formats.listed(queries.skill_names(person.skills)),
        "categories": formats.listed(queries.category_names(person.categories)),
        "availability": formats.listed(_times(person)), "name_public": person.name_public,
        "invited_by": person.get_invited_by_display(),
        "recorded_at": person.created_at, "channel": person.get_channel_display(), "rests_since": person.rests_since,
    }  # fmt: skip
    return Section("people.facts", _("基本信息"), fields, [row])


def _times(person: Person) -> list[str]:
    """When somebody has time, as the own page says it: 周一上午."""
    days = ((day, [slot for _n, slot, ticked in slots if ticked]) for day, slots in week_rows(person.availability))
    return [f"{day}{slot}" if not formats.in_english() else f"{day} {slot}" for day, slots in days for slot in slots]


# How consent was given, and why somebody counted or no longer does: the words of what the rows say in codes.
_CHANNELS: Mapping[str, Text] = {"web": _("在网上"), "desk": _("当面，有人见证"), "roster": _("按邀请，在网上")}
_WHY: Mapping[str, Text] = {
    "ready": _("实名核验通过"),
    "guardian_withdrew": _("监护人撤回同意"),
    "registration_ended": _("注册结束"),
    "number_waits": _("等本人或监护人同意收集证件号码"),
    "consent_withdrawn": _("本人撤回同意"),
    "closing": _("正在注销"),
    "found_untrue": _("核实不属实"),
    "set_right": _("核实后更正"),
}


def _spoken(words: Mapping[str, Text], code: str) -> str:
    return str(words.get(code, _("其他")) if code else "")


def _registrations(person: Person) -> Section:
    fields = {
        "volunteer_no": _("志愿者编号"), "registered_at": _("注册时间"), "verified_at": _("实名核验时间"),
        "failed_reason": _("核验未通过的原因"), "held_at": _("核实中，从"), "ended_at": _("结束时间"),
        "end_reason": _("结束原因"),
    }  # fmt: skip
    rows = Registration.objects.filter(person=person).order_by("id").values(*fields)
    said = [{**row, "end_reason": _spoken(_WHY, row["end_reason"])} for row in rows]
    return Section("people.registrations", _("注册"), fields, said)


def _consents(person: Person) -> Section:
    fields = {
        "purpose": _("同意什么"), "version": _("版本"), "given_at": _("同意时间"), "given_by": _("谁同意的"),
        "channel": _("怎么同意的"), "withdrawn_at": _("撤回时间"),
    }  # fmt: skip
    rows = [
        {
            "purpose": str(purpose_name(row.purpose)), "version": row.version, "given_at": row.given_at,
            "given_by": row.get_given_by_display(), "channel": _spoken(_CHANNELS, row.channel),
            "withdrawn_at": row.withdrawn_at,
        }
        for row in Consent.objects.filter(person=person).order_by("id")
    ]  # fmt: skip
    return Section("people.consents", _("同意书"), fields, rows)


def _guardians(person: Person) -> Section:
    """Who answered for a minor: by surname and relation, without the telephone."""
    fields = {
        "guardian": _("监护人（只有姓）"), "relation": _("关系"), "asked_at": _("请求时间"), "agreed_at": _("同意时间"),
        "declined_at": _("不同意的时间"), "withdrawn_at": _("撤回时间"), "ended_on": _("哪天起不再是监护人"),
    }  # fmt: skip
    rows = [
        {
            "guardian": identifiers.mask_name(row.guardian_name), "relation": str(queries.relation_name(row.relation)),
            "asked_at": row.asked_at, "agreed_at": row.agreed_at, "declined_at": row.declined_at,
            "withdrawn_at": row.withdrawn_at, "ended_on": row.ended_on,
        }
        for row in Guardianship.objects.filter(ward=person).order_by("id")
    ]  # fmt: skip
    return Section("people.guardians", _("监护人"), fields, rows)


def _minor_leaves(person: Person) -> Section:
    """Who asked to look at the numbers of somebody under age, and what came of it; each look stands among the looks."""
    fields = {
        "asked_at": _("申请查看的时间"), "words": _("为什么"), "decided_at": _("答复时间"),
        "until": _("可以看到什么时候"), "refused_why": _("不批准的原因"),
    }  # fmt: skip
    rows = MinorLeave.objects.filter(person=person).order_by("id").values(*fields)
    return Section("people.minor_leaves", _("查看未成年人号码的申请"), fields, list(rows))


def _countings(person: Person) -> Section:
    fields = {"from_at": _("从"), "to_at": _("到"), "why": _("开始的原因"), "end_why": _("结束的原因")}
    rows = [
        {**row, "why": _spoken(_WHY, row["why"]), "end_why": _spoken(_WHY, row["end_why"])}
        for row in Counting.objects.filter(person=person).order_by("id").values(*fields)
    ]
    return Section("people.countings", _("计为注册志愿者的时间"), fields, rows)


def _moves(person: Person) -> Section:
    fields = {"residence": _("以前的居住地"), "service_area": _("以前的服务地"), "moved_at": _("到什么时候")}
    rows: list[Mapping[str, Value]] = [
        {"residence": row.residence.name, "service_area": row.service_area.name, "moved_at": row.moved_at}
        for row in Move.objects.filter(person=person).select_related("residence", "service_area").order_by("id")
    ]
    return Section("people.moves", _("以前的地区"), fields, rows)


def _oaths(person: Person) -> Section:
    fields = {"taken_at": _("宣誓时间"), "way": _("怎么宣誓的"), "words": _("誓词")}
    rows: list[Mapping[str, Value]] = [
        {"taken_at": row.taken_at, "way": row.get_way_display(), "words": queries.words_of_oath(row.version)}
        for row in Oath.objects.filter(person=person)
    ]
    return Section("people.oaths", _("志愿者誓词"), fields, rows)


def _dormancies(person: Person) -> Section:
    """When somebody was asked whether to go on, and what came of it; being found without being asked is nothing."""
    fields = {
        "last_act_on": _("最近一次活动"), "asked_at": _("问您的时间"), "told_at": _("消息发出的时间"),
        "parked_at": _("休眠从"), "ended_at": _("结束时间"), "end_why": _("结果"), "words": _("实践站（所）写的"),
    }  # fmt: skip
    rows = [
        {
            "last_act_on": row.last_act_on, "asked_at": row.asked_at, "told_at": row.told_at,
            "parked_at": row.parked_at, "ended_at": row.ended_at, "end_why": row.get_end_why_display(),
            "words": row.words,
        }
        for row in Dormancy.objects.filter(person=person, asked_at__isnull=False).order_by("id")
    ]  # fmt: skip
    return Section("people.dormancies", _("是否继续做志愿者"), fields, rows)


def _cards(person: Person) -> Section:
    fields = {"printed_at": _("制作时间"), "revoked_at": _("作废时间"), "revoke_reason": _("作废原因")}
    rows = Card.objects.filter(person=person).order_by("id").values(*fields)
    return Section("people.cards", _("志愿者证"), fields, list(rows))


def _checks(person: Person) -> Section:
    fields = {"drawn_at": _("抽中时间"), "outcome": _("结果"), "words": _("查到什么"), "found_at": _("查的时间")}
    rows = [
        {"drawn_at": row.drawn_at, "outcome": row.get_outcome_display(), "words": row.words, "found_at": row.found_at}
        # Before it is found nobody is to know who is looked into.
        for row in Check.objects.filter(person=person, found_at__isnull=False).order_by("id")
    ]
    return Section("people.spot_checks", _("当面注册的抽查"), fields, rows)


def _doubts(person: Person) -> Section:
    fields = {
        "opened_at": _("开始时间"), "words": _("为什么核实"), "said_at": _("您说明的时间"), "said": _("您的说明"),
        "found": _("结果"), "decided_at": _("决定时间"),
    }  # fmt: skip
    rows = [
        {
            "opened_at": row.opened_at, "words": row.words, "said_at": row.said_at, "said": row.said,
            "found": row.get_found_display(), "decided_at": row.decided_at,
        }
        for row in Doubt.objects.filter(person=person).order_by("id")
    ]  # fmt: skip
    return Section("people.doubts", _("注册的核实"), fields, rows)
