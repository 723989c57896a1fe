"""How the pages of this room are used: one sentence and the way it is done, shown on the pages and in the help."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Topic

TOPICS = (
    Topic(
        "definitions",
        "everybody",
        _("口径：每个数怎么算"),
        _("所有数字的定义、来源和版次。"),
        steps=(_("定义改了会有新的版次，过去的年份仍按当时的定义。"),),
        pages=("figures:definitions", "figures:definition"),
    ),
)
