"""How the pages of this room are used: one sentence and the way it is done, shown on the pages and in the help."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Topic

TOPICS = (
    Topic(
        "messages",
        "volunteer",
        _("消息"),
        _("报名、改期、时长的消息都在这里。"),
        steps=(_("要您做什么的，点开就能做。"),),
        pages=("notices:inbox",),
    ),
    Topic(
        "message_settings",
        "volunteer",
        _("消息设置"),
        _("不想收短信提醒的，在这里去掉勾，“消息”里照样有；改期、取消照样发短信。"),
        steps=(_("打开“消息”，点“消息设置”，去掉不要的勾，保存。"),),
        pages=("notices:preferences", "notices:off"),
    ),
    Topic(
        "message_chat",
        "volunteer",
        _("绑定微信"),
        _("绑定自己的微信，消息先发到微信，发不成的再发短信；验证码只发短信。"),
        steps=(_("在微信里打开“消息设置”，点“绑定微信”，同意以后再按“确认绑定”。不想用了，点“拿掉”。"),),
        pages=("notices:chat",),
    ),
)
