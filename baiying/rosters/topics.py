"""How the pages of this room are used: one sentence and the way it is done, shown on the pages and in the help."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Topic

TOPICS = (
    Topic(
        "rosters",
        "unit",
        _("按名册邀请"),
        _("上传学生或职工名册，先看会邀请谁、哪些行有问题，再发出邀请；注册由本人自己来。"),
        steps=(
            _("在表格里把证件号码设成文本，再填：设成数字的会丢掉后三位。"),
            _("有问题的行写着第几行、哪一列、怎么改，没有问题的可以先发。"),
            _("发错了可以整批收回，已经接受的人不受影响。"),
            _("看得到每个班到了多少人，看不到谁不参加。"),
        ),
        pages=(
            "rosters:rosters",
            "rosters:new",
            "rosters:roster",
            "rosters:choices",
            "rosters:sendings",
            "rosters:undoing",
            "rosters:slips",
        ),
    ),
    Topic(
        "invitation",
        "everybody",
        _("收到志愿者邀请"),
        _("学校或单位请您注册志愿者，参加不参加由您自己定。"),
        steps=(
            _("验证码发到名册上的手机号；有邀请单的，用校验词和证件号码后六位。"),
            _("不参加的，按一下就行，不用说原因。"),
            _("邀请单、短信和重新打印的，都是同一份邀请。"),
        ),
        pages=("rosters:invitation", "rosters:slip"),
    ),
)
