"""Expected refusals of this room."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.errors import Refused


class TooManyComplaints(Refused):
    code = "too_many_complaints"
    sentence = _("今天从这里提交的次数太多了，这一次没有收下。请明天再提交，或到就近的实践站（所）当面说。")
    status = 429


class TooManyLooks(Refused):
    code = "too_many_looks"
    sentence = _("试的次数太多了，请过十分钟再试。编号和查询码写在提交后的回执上。")
    status = 429


class NoSuchComplaint(Refused):
    code = "no_such_complaint"
    sentence = _("编号和查询码对不上，请照回执再输一遍。")
    field = "code"
    status = 422


class WordsMissing(Refused):
    code = "words_missing"
    sentence = _("请写几句话再提交。")
    field = "words"
    status = 422


class TooManyPhotos(Refused):
    code = "too_many_photos"
    sentence = _("一件最多三张照片。要换一张，请先删去一张。")
    field = "photo"
    status = 422


class NamesWhoComplained(Refused):
    """What whom it is about would read tells who complained (U36)."""

    code = "names_who_complained"
    sentence = _("这里写到了提交人的姓名、电话或编号。涉及的人不能知道是谁提的，请去掉。")
    field = "words"
    status = 422


class NotToBeAsked(Refused):
    code = "not_to_be_asked"
    sentence = _("这一位现在不能这样请。请从名单里另选，或者当面听了记下来。")
    field = "who"
    status = 422


class AskedAlready(Refused):
    code = "asked_already"
    sentence = _("已经请这一位说明了，正在等。等到了或者过了期限，再看要不要再问。")
    field = "who"
    status = 409


class SaidAlready(Refused):
    code = "said_already"
    sentence = _("您已经说明过了。还有要补充的，请直接打电话给办理的单位。")
    field = "words"
    status = 409


class PhotosTried(Refused):
    code = "photos_tried"
    sentence = _("今天换照片换得太多了，请明天再试。")
    field = "photo"
    status = 429


class AlreadyEnded(Refused):
    code = "already_ended"
    sentence = _("这件事已经办结，不能再改。请刷新页面，看看是谁、怎样答复的。")


class ConcernsYou(Refused):
    code = "own_matter"
    sentence = _("这件事是您自己提的，或者与您有关，请另一位有权的人办理。")


class NobodyThere(Refused):
    """Civil affairs is not in office where it is addressed to."""

    code = "nobody_there"
    sentence = _("这里的民政部门还没有在平台上。请交给主管部门，或者拨打 12345。")
    field = "addressee"
    status = 422


class NobodyToHandTo(NobodyThere):
    sentence = _("那里的民政部门还没有在平台上。请在答复里写明转交给谁、怎么联系。")
    field = "civil_affairs"


class NobodyAbove(NobodyThere):
    sentence = _("市级主管部门上面没有别的办理单位。请交给民政部门，或者拨打 12345。")
    field = "about_office"


class SameArea(Refused):
    code = "same_area"
    sentence = _("已经由这个地区办理，请选另一个地区。")
    field = "area"


class KeptByLaw(Refused):
    """Says nothing of why: whom a law keeps from knowing reads the same."""

    code = "kept_by_law"
    sentence = _("这张照片现在不能删除。有疑问请联系本地区负责个人信息的人。")
