"""How the pages of this room are used: one sentence and the way it is done, shown on the pages and in the help."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Topic

TOPICS = (
    Topic(
        "log-in",
        "everybody",
        _("登录"),
        _("用手机号和短信验证码登录，也可以设密码。"),
        steps=(
            _("收不到验证码，等一会儿再发一次，或者用密码。"),
            _("密码输错太多会锁一段时间，可以用验证码登录，或请实践站（所）的工作人员当面解锁。"),
            _("一个手机号有几个人用，登录时选是谁。"),
        ),
        pages=(
            "accounts:log_in",
            "accounts:password_log_in",
            "accounts:code",
            "accounts:choice",
            "accounts:unknown",
            "accounts:password",
        ),
    ),
    Topic(
        "acting",
        "office",
        _("选择身份，答复任命"),
        _("一个人有几个职务，办事之前选一个；新的任命要自己接受才生效。"),
        steps=(
            _("右上角写着现在的身份，点它就能换。"),
            _("任命、队伍职务和带队邀请都在“等我答复”里，接受或不接受。"),
        ),
        pages=("accounts:acting", "accounts:offers"),
    ),
    Topic(
        "appointments",
        "admin",
        _("任命和结束任职"),
        _("谁在哪里担任什么，从哪天到哪天。"),
        steps=(
            _("按手机号找人，选职务和地区。本人接受之后才生效。"),
            _("不能任命自己；系统、安全、审计三类管理员由三个人担任。"),
            _("结束任职马上生效，最后一位管理员不能结束。"),
        ),
        pages=("accounts:appointments", "accounts:roles", "accounts:appointment_new", "accounts:appointment_end"),
    ),
)
