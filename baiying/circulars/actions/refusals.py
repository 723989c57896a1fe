"""Expected refusals of this room."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.errors import Refused


class AlreadySent(Refused):
    code = "already_sent"
    sentence = _("已开始发送，请另发更正。")


class NotYetSent(Refused):
    code = "not_yet_sent"
    sentence = _("还没有发送，直接修改就可以。")


class NobodyMeant(Refused):
    code = "nobody_meant"
    sentence = _("按现在选的范围，没有一个收件的地方，也没有志愿者。请改选范围。")


class NeedsApproval(Refused):
    code = "needs_approval"
    sentence = _("范围大的和应急的通知，要另一个人批准后才能发送。请先送批。")


class OwnCircular(Refused):
    code = "own_circular"
    sentence = _("自己起草的通知不能自己批准，请另一位有权的人批准。")


class NothingAsked(Refused):
    code = "nothing_asked"
    sentence = _("这份通知没有送批，或者已经退回修改。")


class Withdrawn(Refused):
    code = "circular_withdrawn"
    sentence = _("这份通知已经撤回，不能再办。")


class WhyMissing(Refused):
    code = "why_missing"
    sentence = _("请写一句原因。")
    field = "why"
    status = 422


class StillGoing(Refused):
    code = "still_going"
    sentence = _("上一版还在发送。请先停止发送，再发更正。")


class StartsInThePast(Refused):
    code = "starts_in_the_past"
    sentence = _("这个时间已经过了。马上发的，两格都留空。")
    field = "start_clock"
    status = 422


class NotBegun(Refused):
    code = "not_begun"
    sentence = _("还没有开始发。请先取回草稿，改好再发。")


class CorrectionWaits(Refused):
    code = "correction_waits"
    sentence = _("上一次更正还在等另一个人批准，没有发给任何人。批准以后可以再更正；写得不对的，先把它停下来。")


class NothingChanged(Refused):
    code = "nothing_changed"
    sentence = _("更正和上一版一样，没有发。")
    field = "text"
    status = 422


class DueInThePast(Refused):
    code = "due_in_the_past"
    sentence = _("这一天已经过了，请写今天或以后的一天。")
    field = "due_on"
    status = 422


class IsStopped(Refused):
    code = "is_stopped"
    sentence = _("发送已经停止或发完，不能再改。还要发的，请另发更正。")


class ChangedSince(Refused):
    code = "changed_since"
    sentence = _("这份通知刚刚改过。请看过现在的内容，再批准。")


class OthersSince(Refused):
    code = "others_since"
    sentence = _("范围里的志愿者人数变了。请看过现在的人数，再批准。")


class NotHeld(Refused):
    code = "not_held"
    sentence = _("这次发送没有停下来等确认。")


class NoSignature(Refused):
    code = "no_signature"
    sentence = _("只有值班和应急通知要签收，这一份看了就行。")


class SignedByAnother(Refused):
    code = "signed_by_another"
    sentence = _("这一版已经由另一位同事签收，不用再签。")


class AnotherVersion(Refused):
    code = "another_version"
    sentence = _("通知刚刚更正过。请看过新的一版，再签收。")


class AnsweredOnce(Refused):
    code = "answered_once"
    sentence = _("已经回复过，不用再报。要更正的，请联系发通知的部门。")


class DoneTomorrow(Refused):
    code = "done_tomorrow"
    sentence = _("这一天还没有到。请写已经办完的那一天。")
    field = "done_on"
    status = 422


class NothingToAnswer(Refused):
    code = "nothing_to_answer"
    sentence = _("这份通知不要求回复。")


class AtNight(Refused):
    code = "at_night"
    sentence = _("夜里不催回复。请明天上午再提醒。")


class FileRefused(Refused):
    code = "file_refused"
    sentence = _("这个附件不能下发。")
    field = "file"
    status = 422


class NumbersUnexplained(Refused):
    """A few numbers may be an office's own: whoever sends them to many says so, and answers for it (audit)."""

    code = "numbers_unexplained"
    field = "why"
    status = 422


class PersonalNumbers(Refused):
    code = "personal_numbers"
    sentence = _("标题或正文里有手机号或证件号码，不能群发。请删去。")
    field = "text"
    status = 422
