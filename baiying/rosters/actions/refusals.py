"""Why something is not done, in sentences for people."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.errors import Refused


class NoHeading(Refused):
    code = "roster_no_heading"
    sentence = _("没有找到表头：需要一行写着“姓名”，旁边还有“班级”“证件号码”“监护人手机号”这样的列。")
    field = "file"
    status = 422


class RosterGone(Refused):
    code = "roster_gone"
    sentence = _("这份名册没有发出，内容已经清空。请重新上传。")


class AnotherColumn(Refused):
    code = "roster_same_column"
    sentence = _("同一列选了两次，请看清楚每一项是哪一列。")
    status = 422


class StillQuestions(Refused):
    code = "roster_questions"
    sentence = _("班级一列里有被表格软件改成日期的，请先确认它们是哪些班，再发出。")
    field = "dates_are_groups"
    status = 422


class WithoutFaults(Refused):
    code = "roster_without_faults"
    sentence = _("有问题的行不会发出。请勾选“有问题的行先不发”，或改好后重新上传。")
    field = "without_faults"
    status = 422


class NothingToSend(Refused):
    code = "roster_nothing"
    sentence = _("没有一行可以发出。请按提示改好后重新上传。")
    status = 422


class InvitationOver(Refused):
    code = "invitation_over"
    sentence = _("这份邀请已经收回或者过期。想参加志愿服务，可以直接注册。")


class InvitationTaken(Refused):
    code = "invitation_taken"
    sentence = _("这份邀请已经接受过了。")


class NotTheSamePerson(Refused):
    code = "invitation_another"
    sentence = _("这不是给您的邀请。")
