"""How the pages of this room are used: one sentence and the way it is done, shown on the pages and in the help."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Topic

TOPICS = (
    Topic(
        "own-data",
        "everybody",
        _("我的个人信息：要一份副本"),
        _("平台记了您的什么、谁看过，都可以要一份，打印或留着。"),
        steps=(
            _("按“要一份副本”，做好了会发消息。"),
            _("取的时候要发到本人手机上的验证码。"),
            _("到期后文件自动删除，可以再要。"),
            _("没有手机的，带证件到实践站（所）打印。"),
        ),
        pages=("privacy:own", "privacy:copy"),
    ),
    Topic(
        "closing",
        "everybody",
        _("注销账号和志愿者记录"),
        _("先看清楚哪些会删、哪些会留；到期以前可以停止。"),
        steps=(
            _("是最后一位管理员、带着活动或监护着孩子的，先交接。"),
            _("用验证码证明是您，接下来的报名马上取消。"),
            _("等待的几天里，每一页上都能一按就停止；手机丢了，带证件到实践站（所）停止。"),
            _("到期后不能恢复；可以重新注册，以前的时长回不来。"),
        ),
        pages=("privacy:closing",),
    ),
    Topic(
        "desk-data",
        "office",
        _("在柜台打印个人信息副本"),
        _("本人带证件来，才能为他（她）打印。"),
        steps=(
            _("写明原因，看着证件抄后六位。"),
            _("做好后当面打印，再抄一次后六位。"),
            _("交给本人，柜台不留。"),
        ),
        pages=("privacy:desk",),
    ),
    Topic(
        "stored-records",
        "office",
        _("依法查看只保存的记录"),
        _("撤回同意、正在注销的人只保存；法律列明的理由，两个人一起才能打开。"),
        steps=(
            _("在那个人的页面按“申请查看”，选法定理由，写明是什么事。"),
            _("另一位有权的人同意或者不同意；同一个手机号的账号不能自己同意。"),
            _("同意后在规定的小时内，由申请的人一项一项查看。"),
            _("每看一次都记入操作记录，本人在“谁看过”里看到。"),
        ),
        pages=("privacy:stored", "privacy:openings", "privacy:opening"),
    ),
    Topic(
        "data-requests",
        "everybody",
        _("个人信息的申请：更正、删除、解释"),
        _("记错了、想删一部分、想问规则怎么定的，提出来，按期答复。"),
        steps=(
            _("在“我的个人信息”按“提出申请”，选想办什么，写清楚。"),
            _("规定的工作日内答复；过期的，上一级也会办。"),
            _("不办理的会写明原因，也告诉您可以到哪里去。"),
            _("没有手机的，带证件到实践站（所）登记，或寄书面申请。"),
        ),
        pages=("privacy:request_new", "privacy:request"),
    ),
    Topic(
        "answer-data-requests",
        "office",
        _("答复个人信息的申请"),
        _("谁、什么时候、怎么提出的都登记着，按期答复。"),
        steps=(
            _("先看期限近的；过期的会交给上一级。"),
            _("更正、删除的，先按平常的办法办好，再答复。"),
            _("不办理的写明原因，系统会告诉本人可以到哪里去。"),
            _("柜台可以替没有手机的人登记，看着证件抄后六位。"),
        ),
        pages=("privacy:requests", "privacy:desk_request", "privacy:desk_request_new"),
    ),
)
