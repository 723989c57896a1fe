"""How the pages of this room are used: one sentence and the way it is done, shown on the pages and in the help."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Topic

TOPICS = (
    Topic(
        "circulars-send",
        "office",
        _("下发通知"),
        _("写好通知，看清发给多少处，再发下去。"),
        steps=(
            _("先存草稿，页面会列出收件的处数、人数和无人在岗的地方。"),
            _("范围大的和应急的，由另一个人批准。"),
            _("发错了先停止，再发更正，只有收到旧版的会收到。"),
        ),
        pages=(
            "circulars:desk",
            "circulars:new",
            "circulars:circular",
            "circulars:draft",
            "circulars:boxes",
            "circulars:paper",
            "circulars:corrections",
            "circulars:withdrawal",
            "circulars:stop",
        ),
    ),
    Topic(
        "circulars-received",
        "office",
        _("收到的通知"),
        _("要签收、要办的排在前面，先到期的在最上面。"),
        steps=(
            _("值班和应急通知要签收，签的是自己的名字。"),
            _("更正过的会写明改了什么，旧的一版还能看。"),
            _("要求回复的只报一次，不用照片。"),
        ),
        pages=("circulars:received", "circulars:box", "circulars:box_paper"),
    ),
    Topic(
        "circulars-read",
        "volunteer",
        _("主管部门的通知"),
        _("群发给您所在地区志愿者的通知在这里看。"),
        steps=(_("不想收到的，在“消息”的设置里去掉勾。应急通知照样发。"),),
        pages=("circulars:read", "circulars:file"),
    ),
)
