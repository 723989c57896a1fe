"""The names of categories and lead departments that a new installation starts with (migration 0002).

They stand here only so that their English is collected; a name that a place adds itself is shown as it is.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

NAMES = (
    _("理论政策宣讲"),
    _("文化文艺"),
    _("助学支教"),
    _("医疗健身"),
    _("科学普及"),
    _("法律服务"),
    _("卫生环保"),
    _("扶贫帮困"),
    _("应急救援"),
    _("文明引导"),
    _("为老服务"),
    _("关爱未成年人"),
)
DEPARTMENTS = (
    _("宣传部"),
    _("文化广电和旅游局"),
    _("教育体育局"),
    _("卫生健康委"),
    _("科学技术协会"),
    _("司法局"),
    _("生态环境局"),
    _("农业农村局"),
    _("应急管理局"),
    _("社会工作部"),
    _("民政局"),
    _("共青团委员会"),
)


def shown(name: str) -> str:
    """In the reader's language where the name is one that we know."""
    return gettext(name) if name else ""


def level(number: int) -> str:
    """What a level of a body's tree is called; empty for none (R021)."""
    return ("", gettext("总队"), gettext("支队"), gettext("分队"), gettext("小队"))[number]
