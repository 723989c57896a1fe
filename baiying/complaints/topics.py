"""How the pages of this room are used: one sentence and the way it is done, shown on the pages and in the help."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Topic

TOPICS = (
    Topic(
        "complain",
        "everybody",
        _("投诉和建议"),
        _("不用登录也能写，给您编号和查询码，凭它看答复。"),
        steps=(
            _("不想留姓名和电话也可以。"),
            _("写明在哪里、什么时候、怎么回事。"),
            _("提交之后可以加三张照片；只留画面，地点、时间、手机型号都去掉。"),
            _("被投诉的人看不到，他的下级和同一办公室的人也不能处理。"),
        ),
        pages=(
            "complaints:complaints",
            "complaints:new",
            "complaints:complaint",
            "complaints:photo",
            "complaints:withdrawal",
            "complaints:mine",
            "complaints:numbers",
        ),
    ),
    Topic(
        "complaints-desk",
        "office",
        _("处理投诉和建议"),
        _("先回话，核实之后在期限内答复。"),
        steps=(
            _("与自己有关的要回避，交给另一个人。"),
            _("不归本部门的，转交并写明转给谁。"),
            _("要联系提交人，看电话要写原因。"),
        ),
        pages=("complaints:desk", "complaints:desk_complaint", "complaints:desk_photo"),
    ),
    Topic(
        "complaint-hearing",
        "office",
        _("请投诉涉及的人说明"),
        _("办结之前，可以请对方说明一次；对方只看到您写的话。"),
        steps=(
            _("用自己的话写是什么事，不写、也不让人猜出是谁提的。"),
            _("对方在平台上答复；没有手机的，当面或电话里听了，由您记下来。"),
            _("到期没有说明，也可以办结。"),
        ),
        pages=("complaints:hearings",),
    ),
    Topic(
        "complaint-heard",
        "everybody",
        _("请您说明的事"),
        _("有人提到您，办理的人请您说明情况；说明以后再答复。"),
        steps=(
            _("您看到的是办理的人写的，不写是谁提的。"),
            _("只写您知道的事实，写一次。不想写也可以，不写不等于承认。"),
            _("办结了会告诉您结果。"),
        ),
        pages=("complaints:hearing",),
    ),
)
