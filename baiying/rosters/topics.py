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
            _("看得到每个班有多少人接受，看不到谁不参加。"),
        ),
        pages=(
            "rosters:rosters",
            "rosters:new",
            "rosters:roster",
            "rosters:choices",
            "rosters:sendings",
            "rosters:undoing",
            "rosters:slips",
            "rosters:leaving",
            "rosters:faults",
            "rosters:discarding",
            "rosters:sample",
        ),
    ),
    Topic(
        "drives",
        "unit",
        _("公开招募海报"),
        _("在校园、站点贴海报，扫码的人自己注册；每个地方一个码，数得出从哪里来了多少人。"),
        steps=(
            _("写标题、哪天结束、贴在哪些地方，一行一个。"),
            _("打印海报：A4 一张，扫码打开的是您写的这次招募。"),
            _("扫了没有注册的不算；人数按几人取整，看不出是谁。"),
            _("过了结束那天，码会说明招募已经结束。"),
        ),
        pages=("rosters:drives", "rosters:new_drive", "rosters:drive", "rosters:posters", "rosters:drive_ending"),
    ),
    Topic(
        "paper_consents",
        "unit",
        _("监护人在纸上签的同意书"),
        _("不方便用手机的监护人，可以在学校签一张纸；由经办人照纸登记。"),
        steps=(
            _("打印同意书，一个孩子一张，监护人一项一项勾、签名、写日期。"),
            _("登记时先读码，再照纸抄孩子的姓名：对不上的登记不了。"),
            _("哥哥姐姐签的、孩子自己签的、旧版本的，都不能登记。"),
            _("监护人签过又改了主意的，以最后一次的答复为准，不管哪一张先登记。"),
        ),
        pages=("rosters:reading", "rosters:papers", "rosters:forms", "rosters:scan"),
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
        pages=("rosters:invitation", "rosters:slip", "rosters:source"),
    ),
)
