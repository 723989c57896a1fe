"""How the pages of this room are used: one sentence and the way it is done, shown on the pages and in the help."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Topic

TOPICS = (
    Topic(
        "figures",
        "everybody",
        _("看数字，看它怎么来"),
        _("每个数都写明口径、分子、分母和时间，有权限的人能一直点到每一笔记录。"),
        steps=(
            _("点数字下面的口径，看它怎么算。"),
            _("点地区往下看；人数太少、会让人认出是谁的，不公开。"),
            _("名单和每个人的记录，只有有权限的人能看，看一次记一次。"),
        ),
        pages=("dashboards:city", "dashboards:area", "dashboards:persons", "dashboards:entries"),
    ),
    Topic(
        "targets",
        "office",
        _("定目标"),
        _("给本地区定一年的目标，完成多少一目了然。"),
        steps=(
            _("目标建议定在信用时长上，不会逼着人补录。"),
            _("新的目标接替旧的，旧的留着。"),
        ),
        pages=("dashboards:targets", "dashboards:area_targets", "dashboards:target_list"),
    ),
)
