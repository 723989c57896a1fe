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
            "accounts:passkey_log_in",
            "accounts:again",
        ),
    ),
    Topic(
        "second-factor",
        "everybody",
        _("登录与安全：第二步验证"),
        _("办公岗位除了手机验证码，还要再验证一步；手机号被人拿走了，也办不了公事。"),
        steps=(
            _("在“登录与安全”里加通行密钥（指纹、面容、锁屏密码）或验证器，一两分钟就好。"),
            _("加好时会给十个恢复码，只显示一次，打印或抄下来，不要和手机放在一起。"),
            _("手机丢了，先用恢复码；恢复码也没有，请两位同事看证件作证，再登录加一种新的。"),
            _("通行密钥也能直接登录，不用等短信。微信里打开的页面用不了，请用手机自带的浏览器。"),
        ),
        pages=(
            "accounts:security",
            "accounts:factor",
            "accounts:paper",
            "accounts:totp_new",
            "accounts:passkey_new",
            "accounts:factor_end",
            "accounts:recovery_codes",
        ),
    ),
    Topic(
        "vouching",
        "office",
        _("同事丢了第二步验证"),
        _("手机和恢复码都没有了，由两位同事当面看证件作证，本人再加一种新的。"),
        steps=(
            _("只有同一个办公室或上级、职务不低于本人的同事可以作证；不能给自己作证。"),
            _("两位各用自己的账号，各看一次证件原件。第二位确认之后，旧的全部作废，本人会收到短信。"),
            _("本人照常登录，加一种新的。先只能办紧急的事，到了时间恢复全部。"),
        ),
        pages=("accounts:colleagues", "accounts:vouching", "accounts:vouching_withdrawal"),
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
