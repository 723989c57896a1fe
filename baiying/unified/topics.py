"""How the pages of this room are used."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Topic

TOPICS = (
    Topic(
        key="unified",
        who="everybody",
        title=_("用统一身份认证登录"),
        sentence=_("把省里的统一身份认证账号关联到这里的账号，以后可以用它登录。"),
        steps=(
            _("先用原方式登录，打开“登录与安全”，在“别处的登录”里按“关联”。"),
            _("系统先请您验证一次，再带您到那边登录。要在几分钟内回来，同一个链接只能用一次。"),
            _("回来后看清两边各是谁，都是您本人，按“确认关联”。办成、解除，都会在站内和短信告诉您。"),
            _("只能由您本人关联，系统不按姓名或手机号对号，也不会替您开账号。"),
            _("最后一种登录方式不能解除。办公岗位用它登录以后，仍要第二步验证。"),
        ),
        pages=("unified:tie_new", "unified:tie", "unified:tie_end", "unified:answer"),
    ),
)
