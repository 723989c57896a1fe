"""What these actions refuse, in sentences that say what to do next."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.activities import queries
from baiying.kit.errors import Refused
from baiying.ui import formats


class SignupRefused(Refused):
    """Base of what a sign-up may meet; `code` is the answer of the database."""


class NotOpen(SignupRefused):
    code = "not_open"
    sentence = _("这个活动现在不能报名：还没有发布，或者已经取消。")


class NotRegistered(SignupRefused):
    code = "not_registered"
    sentence = _("先注册成为志愿者，再报名。注册大约两分钟。")


class CheckFailed(SignupRefused):
    code = "check_failed"
    sentence = _("您的实名核验没有通过，先到实践站所或在“我的”里重新提交，再报名。")


class Held(SignupRefused):
    code = "held"
    sentence = _("这个人的志愿者注册正在核实，核实完以前不能报名。本人可以在“我的资料”里说明情况。")


class GuardianMissing(SignupRefused):
    code = "guardian_missing"
    sentence = _("未满 18 周岁，需要监护人先同意。请监护人在自己的手机上确认，之后就能报名。")


class GuardianSaidNo(SignupRefused):
    """Law on the Protection of Minors art. 16: one guardian's no to a shift is not undone by the child or another."""

    code = "guardian_said_no"
    sentence = _("监护人说过这个班次不同意。和家人商量后还想去的话，请说不同意的那位监护人自己替孩子报名。")


class ShiftStarted(SignupRefused):
    code = "started"
    sentence = _("这个班次已经开始，不能再报名。到现场可以请领队把您加入名单。")


class SignupClosed(SignupRefused):
    code = "closed"
    sentence = _("这个班次的报名已经截止，请看看其他班次。")


class MinorsNotWelcome(SignupRefused):
    code = "minors_not_welcome"
    sentence = _(
        "这个岗位只收满 18 岁的人：活动有风险，或组织者没有为未成年人安排。请看看写着“未成年人可以参加”的活动。"
    )


class SchoolHours(SignupRefused):
    """Law on the Protection of Minors art. 16, 28; Compulsory Education Law art. 5."""

    code = "school_hours"
    sentence = _(
        "这个班次在上课时间里，还在上小学、初中的不能报名（《未成年人保护法》第十六条、第二十八条）。请看看周末、假期或放学以后的班次。"
    )


class LateHours(SignupRefused):
    """The rule set "minors": late_below, late_from, late_to."""

    code = "late_hours"
    sentence = _(
        "这个班次到晚上太晚了，年纪小的不能自己报名。请监护人在自己的手机上进入“我监护的孩子”，替您报名，并安排好来回的路。"
    )


class CompanyMissing(SignupRefused):
    code = "company_missing"
    sentence = _(
        "这个岗位上，不满 16 岁的要有监护人陪同到场。请监护人在自己的手机上进入“我监护的孩子”，替您报名，到时一起来。"
    )


class TooYoung(SignupRefused):
    code = "too_young"
    sentence = _("这个岗位有年龄下限，您到那天还不够年龄。请看看其他岗位。")


class TooOld(SignupRefused):
    code = "too_old"
    sentence = _("这个岗位有年龄上限，您到那天已经超过。请看看其他岗位。")


class SkillMissing(SignupRefused):
    code = "skill_missing"
    sentence = _("这个岗位需要的技能，您的资料里还没有。有的话请先在“我的资料”里补上，再报名。")


class DocumentUnseen(Refused):
    """Order 685, art. 16."""

    code = "document_unseen"
    sentence = _("这个岗位要看证件：请当面核对原件，写下看的是什么证件，再录用。")


class ShiftClash(SignupRefused):
    """Names in `engaged` what the person has a place at already (queries.engaged), as far as it is known."""

    code = "clash"
    sentence = _("这段时间您已经有别的班次。要换的话，请先取消那一个，再来报名。")

    @classmethod
    def of(cls, engaged: Sequence[queries.Engaged], activity_pid: str = "") -> "ShiftClash":
        """With what stands in the way, read after the database said no: it may be gone again by then."""
        if not engaged:
            return cls(activity_pid=activity_pid)
        words = gettext("这段时间您已报名%(what)s。要换的话，请先取消那一个，再来报名。")
        said = words % {"what": formats.listed(one.words for one in engaged)}
        return cls(said, engaged=list(engaged), activity_pid=activity_pid)


class ShiftFull(Refused):
    code = "shift_full"
    sentence = _("名额已经满了。可以先增加名额，或者请这位志愿者等候补。")


class AlreadyDecided(Refused):
    code = "already_decided"
    sentence = _("这份报名已经处理过或取消了，刷新页面可以看到结果。")


class PersonClash(Refused):
    code = "person_clash"
    sentence = _("这位志愿者在这段时间已经有别的班次，不能再录用。")


class NoLongerFits(Refused):
    """The conditions of the post, asked again of who applied before the shift was changed."""

    code = "no_longer_fits"
    sentence = _("这位志愿者在班次那天不符合这个岗位的年龄条件，或者要上课，不能录用。")


class MayNotServe(Refused):
    """Who applied may not serve now, whatever the post asks."""

    code = "may_not_serve"
    sentence = _("这个人现在不能录用。")


# By what stands in the way (queries.why_no_place).
MAY_NOT_SERVE = {
    "held": _("这个人的志愿者注册正在核实，核实属实以后才能录用。"),
    "check_failed": _("这个人的实名核验没有通过，重新核验以后才能录用。"),
    "guardian_missing": _("这个人还没有监护人的同意，同意以后才能录用。"),
    "not_registered": _("这个人已经不是注册志愿者，不能录用。"),
}


class TooManyNotes(Refused):
    code = "too_many_notes"
    sentence = _("今天给这个活动的人发的通知够多了。请明天再发，急事请打电话。")
    field = "words"
    status = 429


class NoteMissing(Refused):
    code = "note_missing"
    sentence = _("请写要通知的话，200 字以内。")
    field = "words"
    status = 422


class NobodyToTell(Refused):
    code = "nobody_to_tell"
    sentence = _("现在没有人有这个班次的名额，没有可以通知的人。")
    field = "words"


class ReasonMissing(Refused):
    code = "reason_missing"
    sentence = _("请写明原因，当事人会看到。")
    field = "reason"


class TooLateToCancel(Refused):
    code = "too_late_to_cancel"
    sentence = _("班次已经开始，不能再取消报名。来不了的话，请告诉领队。")


class PlacesBelowTaken(Refused):
    code = "places_below_taken"
    sentence = _("已经录用的人比这个名额多。请先请人退出，或把名额设得不少于已录用人数。")
    field = "places"


class ShiftPast(Refused):
    code = "shift_past"
    sentence = _("这个班次已经开始或结束，不能再改。")


class AreaElsewhere(Refused):
    code = "area_elsewhere"
    sentence = _("活动的地区要在单位所在的县（市、区）以内，请另选一个。")
    field = "area"


class ShiftCalledOff(Refused):
    code = "shift_called_off"
    sentence = _("这个班次已经取消，不能再改。需要的话请再加一个班次。")


class NotRunning(Refused):
    code = "not_running"
    sentence = _("这个班次现在没有在进行：还没开始的请取消班次，已经结束的不用再办。")


class NoSeries(Refused):
    code = "no_series"
    sentence = _("这个班次不是每周重复的，请只改这一次。")
    field = "which"


class SeriesDays(Refused):
    code = "series_days"
    sentence = _("一周有几天的重复班次只能一起改时间，不能一起改到别的日子。请逐个改期。")
    field = "day"


class BadTimes(Refused):
    code = "bad_times"
    sentence = _("时间不对，请检查。")
    field = "ends"


class NotDraft(Refused):
    code = "not_draft"
    sentence = _("方案已经提交或发布，不能再改方案。已发布的活动可以逐个调整班次。")


class GateUnanswered(Refused):
    code = "gate_unanswered"
    sentence = _("提交之前，请先回答六个自查问题。")


class GateBlocked(Refused):
    code = "gate_blocked"
    sentence = _("这类活动不能记作志愿服务，所以不能在这里发布。")


class GateReasonMissing(Refused):
    code = "gate_reason_missing"
    sentence = _("回答“是”的问题要写明理由。")


class GateTurnedSilently(Refused):
    code = "gate_turned_silently"
    sentence = _("这一条先答过“是”，请写明为什么改成“不是”。发布的人会看到两次回答和理由。")


class MayNotLead(Refused):
    code = "may_not_lead"
    sentence = _("只能请这支队伍的队长或单位管理员带队。")


class NobodyToLead(Refused):
    code = "nobody_to_lead"
    sentence = _("原来请您带队的人和写方案的人都不能接着带队了。请先请别人带队，对方接受后就换人。")


class NotSubmitted(Refused):
    code = "not_submitted"
    sentence = _("这份方案现在不在待发布状态，刷新页面可以看到它的最新状态。")


class OwnPlan(Refused):
    code = "own_plan"
    sentence = _("写方案和发布要由两个人来做。请让单位的另一位管理员发布，或者请队长来写方案。")


class UnitPublishesNothing(Refused):
    code = "unit_publishes_nothing"
    sentence = _("这家单位现在没有管理员，新的活动要等新管理员接任后才能发布。已经发布的照常。")


class UnitSuspended(UnitPublishesNothing):
    code = "unit_suspended"
    sentence = _("这家单位长期没有活动，已经暂停，不能发布新的活动；已经发布的照常。单位管理员可以在单位页申诉。")


class PlanOutdated(Refused):
    code = "plan_outdated"
    sentence = _("方案里有班次的时间已经过去，请退回修改后再发布。")


class TitleForbidden(Refused):
    code = "title_forbidden"
    sentence = _("活动名称里不能有“补录”一类的字样：活动只能事先发布。")
    field = "title"


class SomebodySignedUp(Refused):
    code = "somebody_signed_up"
    sentence = _("已经有人报名，不能撤回。需要停办的话请“取消活动”，并写明原因，系统会通知大家。")


class NotPublished(Refused):
    code = "not_published"
    sentence = _("活动不在发布状态，不需要再取消或撤回。")


# The database's answers that are refusals.
OF_CODE: dict[str, type[Refused]] = {
    refusal.code: refusal
    for refusal in (
        NotOpen,
        NotRegistered,
        CheckFailed,
        Held,
        GuardianMissing,
        GuardianSaidNo,
        ShiftStarted,
        SignupClosed,
        MinorsNotWelcome,
        TooYoung,
        TooOld,
        SchoolHours,
        LateHours,
        CompanyMissing,
        SkillMissing,
        ShiftClash,
    )
}


class NoPlaceLeft(SignupRefused):
    code = "full"
    sentence = _("名额已经满了。想留下来帮忙的话，请领队在名单上为您签到。")


class LeaderDecides(SignupRefused):
    code = "leader_decides"
    sentence = _("这个岗位由领队确认人选，请领队在名单上为您签到。")


# What joining on the spot may be answered: as signing up, and two of its own.
OF_JOINING: dict[str, type[Refused]] = {**OF_CODE, "full": NoPlaceLeft, "leader_decides": LeaderDecides}


# Who else decides about one's own sign-up: for people.access.refuse_own.
OWN_SIGNUP = _(
    "不能审核自己、自己监护的孩子或共用手机号的人的报名，请本队另一位队长或单位管理员处理。自己不来了，可以在“我的报名”里取消。"
)


class NotYourCall(Refused):
    code = "not_your_call"
    sentence = _("这一条是别人点的“已告知”，只有点的人可以撤销。")


class NothingToAgree(Refused):
    code = "nothing_to_agree"
    sentence = _("这次报名没有等您答复的新时间。")


class PlanChangedSince(Refused):
    """It was taken back, changed and handed in again after the page was made: nobody publishes what was not read."""

    code = "plan_changed_since"
    sentence = _("这份方案刚才改过又重新提交了。请看过现在的方案，再发布。")


class TimeChangedAgain(Refused):
    """What was read is not the time of now: nobody agrees to what he has not seen."""

    code = "time_changed_again"
    sentence = _("时间刚才又改了，请看现在的时间，再决定。")
