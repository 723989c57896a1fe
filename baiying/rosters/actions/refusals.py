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


class StillLooking(Refused):
    code = "roster_looking"
    sentence = _("名册还在核对，请等一会儿再发出。")


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


class AnotherChild(Refused):
    """The name on the paper is not that of whose code it carries: one of the two is another child's."""

    code = "paper_another_child"
    sentence = _("纸上的姓名和这个码对不上，没有登记。请看看码是不是贴到了别的孩子的纸上，再核对姓名。")
    field = "name"
    status = 422


class OldPrint(Refused):
    code = "paper_old_print"
    sentence = _("这张同意书印的是第 %(version)s 版，签的那天已经不用了，不能登记。请打印现在的版本，再请监护人签。")
    field = "code"
    status = 422

    def __init__(self, version: str) -> None:
        super().__init__(str(self.sentence) % {"version": version})


class SignedTooLongAgo(Refused):
    code = "paper_too_old"
    sentence = _("签字已超过 %(days)s 天，不能再登记。请打印新的，再请监护人签。")
    field = "signed_on"
    status = 422

    def __init__(self, days: int) -> None:
        super().__init__(str(self.sentence) % {"days": days})


class SignedByTheChild(Refused):
    code = "paper_signed_by_child"
    sentence = _("这是孩子自己的名字。同意书要监护人签，孩子自己签的不算。")
    field = "guardian_name"
    status = 422


class NoGuardianNeeded(Refused):
    code = "paper_of_age"
    sentence = _("被邀请人已满 18 周岁，不用监护人同意，由本人自己注册。")
    status = 422


class NotAPicture(Refused):
    code = "paper_no_picture"
    sentence = _("扫描件请用 jpg 或 png 图片，不超过 %(mb)s MB。")
    field = "scan"
    status = 422

    def __init__(self, most: int) -> None:
        super().__init__(str(self.sentence) % {"mb": most})
