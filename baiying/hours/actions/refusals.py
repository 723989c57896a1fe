"""Everything this room refuses, by name."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.errors import Refused


class CodeExpired(Refused):
    code = "code_expired"
    sentence = _("这个码已经过期。签到码每 30 秒更换一次，请看领队手机上现在的码再扫一次，或输入那 6 位数字。")


class WrongDigits(Refused):
    code = "wrong_digits"
    sentence = _("这 6 位数字和现在的签到码对不上。数字每 30 秒更换，请照领队手机上现在显示的再输一次。")
    field = "digits"
    status = 422


class TooManyTries(Refused):
    code = "too_many_tries"
    status = 429
    sentence = _("输错的次数太多，请过 10 分钟再试，或请领队在名单上为您签到。")
    field = "digits"


class UnknownShift(Refused):
    code = "unknown_shift"
    sentence = _("没有找到这个班次。请向领队核对。")
    status = 404


class NotYours(Refused):
    code = "not_yours"
    sentence = _("登录的账号不能为这位志愿者签到。请先换成本人的账号。")


class NotOpen(Refused):
    code = "not_open"
    sentence = _("这个活动没有发布或已经取消，不能签到。")


class NotRegistered(Refused):
    code = "not_registered"
    sentence = _("还没有有效的志愿者注册，不能签到。可以在手机上注册，或请工作人员现场登记。")


class AdultsOnly(Refused):
    """Emergency Response Law art. 39: whatever the post says."""

    code = "adults_only"
    sentence = _("应急救援、志愿消防只由成年人参加（《突发事件应对法》第三十九条），不满 18 岁的不能加入。")


class MinorsNotWelcome(Refused):
    """The post takes no minors: the exact reason, whoever asks (Law on the Protection of Minors art. 16)."""

    code = "minors_not_welcome"
    sentence = _("这个岗位只收满 18 岁的人，不满 18 岁的不能加入。")


class TooYoung(Refused):
    code = "too_young"
    sentence = _("这个岗位有年龄下限，到今天还不够年龄，不能加入。")


class LicenceUnseen(Refused):
    """Order 685 art. 16: who serves where the law asks for a licence has shown it before."""

    code = "licence_unseen"
    sentence = _(
        "这个岗位要先看证书，不能现场加入，也不能补记没报名的人。请本人先报名，领队看过证书同意以后再来；今天可以安排到别的岗位。"
    )


class GuardianMissing(Refused):
    code = "guardian_missing"
    sentence = _("监护人的同意还没有给出或已经撤回，暂时不能参加服务。")


class GuardianSaidNo(Refused):
    """Law on the Protection of Minors art. 16: a guardian's no to a shift holds at the shift as well."""

    code = "guardian_said_no"
    sentence = _(
        "孩子的监护人说过不同意参加这个班次，所以不能签到，也不能记入。请领队给监护人打电话说一声，让孩子跟家人走。"
        "改变主意的话，由那位监护人自己替孩子报名；已经开始的，由他到现场扫签到码替孩子加入。"
    )


class LeaderOnly(Refused):
    code = "leader_only"
    sentence = _("这里的规定是由领队签到。请领队扫您的志愿者证，或在名单上为您签到。")


class NotSignedUp(Refused):
    code = "not_signed_up"
    sentence = _("您没有报上这个班次。现场加入请找领队：由领队在名单上为您签到。")


class TooEarly(Refused):
    code = "too_early"
    sentence = _("还没到签到的时间。请在班次开始前不久再来签到。")


class TooLate(Refused):
    code = "too_late"
    sentence = _("班次已经结束，不能再签到。确实到场了的，请领队补录时间，由另一个人复核。")


class TooMany(Refused):
    code = "too_many"
    sentence = _("今天签到的次数已到上限。还在服务的话，请领队记在纸质签到表上，之后补录。")


class OpenElsewhere(Refused):
    """`detail["attendance"]` is the public id of the open one."""

    code = "open_elsewhere"
    sentence = _("另一个班次还没有签退。请先签退，或说明那边几点离开，再到这里签到。")


class SecondPersonNeeded(Refused):
    code = "second_person_needed"
    sentence = _("这笔时长要由另一个人决定：提出人、记录人、领队和本人（及监护人）都不能复核。")


class ObjectionOpen(Refused):
    """Order 67 art. 13: who is concerned has spoken against the correction, and nobody has answered yet."""

    code = "objection_open"
    sentence = _("本人对这条记录提出了异议，还没有答复。先答复异议，再决定更正或冲销。")


class AlreadyDecided(Refused):
    code = "already_decided"
    sentence = _("这笔时长已经有人复核过了。")


class NotWaiting(Refused):
    code = "not_waiting"
    sentence = _("这条记录的时间已经确认过了。有不对的地方，请用“这条不对”提出。")


class DecidedTogether(Refused):
    """A decision about many holds it, and is carried out in a few minutes unless it is taken back."""

    code = "decided_together"
    sentence = _("这笔刚和别的一起决定了，几分钟后生效。要改的话，请作决定的人先撤销。")


class NotYourDecision(Refused):
    code = "not_your_decision"
    sentence = _("只有作决定的人可以撤销。")
    status = 403


class TooLateToTakeBack(Refused):
    code = "too_late_to_take_back"
    sentence = _("撤销的时间已经过了，已经生效。记错的时长请打开那一笔账目，申请冲销。")


class DayFull(Refused):
    code = "day_full"
    sentence = _("当天（或本活动）已经记满上限，这笔时长不能再入账。请选择“不通过”并写明原因。")


class AlreadyReversed(Refused):
    code = "already_reversed"
    sentence = _("这笔时长已经冲销过了，不能再冲销一次。")


class NothingToRemind(Refused):
    code = "nothing_to_remind"
    sentence = _("这个班次的记录已经完成，或者只等复核，没有要提醒领队的。")


class LeaderUnreachable(Refused):
    code = "leader_unreachable"
    sentence = _("领队没有可以收消息的志愿者账号，请打电话或请单位管理员转告。")


class NoRecordOfIt(Refused):
    code = "no_record_of_it"
    sentence = _("这笔没有本平台的签到记录，不能单独冲销。请由转入它的那一批更正。")


class ReasonMissing(Refused):
    code = "reason_missing"
    sentence = _("请写明原因：本人会看到。")
    field = "words"
    status = 422


class WrongTimes(Refused):
    code = "wrong_times"
    sentence = _("离开的时间应晚于到达的时间。")
    field = "ends_at"
    status = 422


class InFuture(Refused):
    code = "in_future"
    sentence = _("这个时间还没有到。请填已经过去的时间。")
    field = "ends_at"
    status = 422


class OutsideShift(Refused):
    code = "outside_shift"
    sentence = _("这段时间和班次的时间没有重合，请核对。")
    field = "ends_at"
    status = 422


class Overlap(Refused):
    code = "overlap"
    sentence = _("这段时间里已经有签到记录，同一个人不能记两遍。")
    status = 409


class TooOld(Refused):
    code = "too_old"
    sentence = _("班次已经过去太久，不能再补录。确有需要，请本人提出异议，由主管部门处理。")


class NotYourSheet(Refused):
    code = "not_your_sheet"
    sentence = _("整张收回，只能由录入这张表的人来做。别人录的，请在名单上一条一条更正。")
    status = 403


class AlreadyFiled(Refused):
    code = "already_filed"
    sentence = _("这条记录的异议已经提出，正在处理。")


class AlreadyAnswered(Refused):
    code = "already_answered"
    sentence = _("这个异议已经有人答复，或者本人已经收回。")


class AlreadySettled(Refused):
    code = "already_settled"
    sentence = _("这条记录的异议已经有了结果，不再受理。记录有新的变动时，可以重新提出。")


class OtherPersonNeeded(Refused):
    code = "other_person_needed"
    sentence = _("第一次是您答复的，再看一次要由另一个人来。请转给本地区另一位有权答复的人，或上一级。")


class NothingToCorrect(Refused):
    code = "nothing_to_correct"
    sentence = _("按这个时间算出来的时长和现在的一样，没有要更正的。请核对时间。")
    field = "ends_at"
    status = 422


class StillOpen(Refused):
    code = "still_open"
    sentence = _("还有人没有签退或离开时间没有确认，先处理好再完成记录。")


class NoEndYet(Refused):
    code = "no_end_yet"
    sentence = _("这条记录还没有确认几点离开。先确认离开的时间，再更正。")
    field = "ends_at"


class CorrectionWaits(Refused):
    code = "correction_waits"
    sentence = _("这条记录已经有一份更正在等复核，等有了结果再提。")


class NotOver(Refused):
    code = "not_over"
    sentence = _("班次还没有结束。结束之后再完成记录。")


class CannotUndo(Refused):
    code = "cannot_undo"
    sentence = _("只能撤销自己在 10 分钟内点的签到。其他情况请签退，或请本人提出异议。")


class LeftAlready(Refused):
    """The coming of who has left is not taken back under the leaving."""

    code = "left_already"
    sentence = _("已经记了离开，不能直接撤销签到。先撤销离开，再撤销签到；离开已不能撤销的，请点“更正”。")


class LeavingDecided(Refused):
    """A reviewer has decided meanwhile: what was posted or decided is changed by a correction, not from under it."""

    code = "leaving_decided"
    sentence = _("时长刚才已由另一个人复核，离开不能撤销了。记错了的，用这一行上的“更正”或“几点离开”改。")


class ComingUndone(Refused):
    """Somebody else, on another phone, took the coming back meanwhile: nobody leaves who is not here."""

    code = "coming_undone"
    sentence = _("签到刚才已被撤销，没有记离开。人在场的，请重新点“到了”；本人可以再扫一次签到码。")


class CannotUndoLeaving(Refused):
    code = "cannot_undo_leaving"
    sentence = _("只能撤销自己在 10 分钟内记的离开。这一次已不能撤销；记错了的，请在名单上点“更正”。")


class NotTheTimeToCall(Refused):
    """A number is looked up for the shift, not for keeping (PIPL art. 6)."""

    code = "not_the_time_to_call"
    sentence = _(
        "电话只在班次前后的几个小时里给领队看。要找人，可以在班次页发通知；班次取消了还没有通知到的人，列在活动页要打电话的名单上，随时能看。"
    )


class NoNumber(Refused):
    code = "no_number"
    sentence = _("没有可以打的电话：本人没有留手机号，或监护人的同意已经撤回。")


# Who else confirms one's own coming and going: for people.access.refuse_own.
OWN_ATTENDANCE = _(
    "不能由自己为本人、自己监护的孩子或共用手机号的人记到场和时间。到场请扫签到码；补记和确认请本队另一位队长或单位管理员办理，也可以用“这条不对”请主管部门处理。"
)

# The codes of hours_check_in.
CHECK_IN: dict[str, type[Refused]] = {
    refusal.code: refusal
    for refusal in (
        UnknownShift, NotYours, NotOpen, NotRegistered, GuardianMissing, GuardianSaidNo, AdultsOnly, MinorsNotWelcome,
        TooYoung, LicenceUnseen, LeaderOnly, NotSignedUp, TooEarly, TooLate, TooMany, OpenElsewhere, Overlap,
        ComingUndone,
    )
}  # fmt: skip
