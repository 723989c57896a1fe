"""How the pages of this room are used: one sentence and the way it is done, shown on the pages and in the help."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Topic

TOPICS = (
    Topic(
        "join",
        "everybody",
        _("找队伍，加入队伍"),
        _("看附近有哪些队伍、他们常做什么，申请加入。"),
        steps=(
            _("队长或单位管理员答复后会给您消息。"),
            _("想离开随时可以，以前的时长不受影响。"),
        ),
        pages=("teams:teams", "teams:team", "teams:departure", "teams:memberships"),
    ),
    Topic(
        "teams",
        "unit",
        _("单位和队伍"),
        _("登记单位，建队伍，任命队长和管理员，管成员。"),
        steps=(
            _("单位的信用代码会核对，对不上的要写明原因。"),
            _("任命管理员和队长，本人接受之后才生效。"),
            _("同意或不同意入队申请；不同意要写原因。"),
            _("队员不再来了，在队伍页把他移出，写明原因，本人会收到；点错了当天可以撤销。"),
        ),
        pages=(
            "teams:office",
            "teams:bodies",
            "teams:body",
            "teams:body_edit",
            "teams:team_new",
            "teams:admin_new",
            "teams:members",
            "teams:team_edit",
            "teams:leader_new",
            "teams:membership_refusal",
            "teams:membership_end",
            "teams:office_end",
        ),
    ),
    Topic(
        "handing-over",
        "unit",
        _("交接单位管理员"),
        _("要离开的管理员把手上的事交给接任的人，中间没有空档。"),
        steps=(
            _("在单位页点“交接给别人”，先看还有哪些没有办完，之后归谁。"),
            _("填接任的人的手机号并签字；可以请几位，谁先接受就由谁接任，其余的同时失效。"),
            _("接任的人接受的那一刻，您的任职才结束。交接书可以打印。"),
            _(
                "最后一位管理员去世、停职或任期到了，单位由上级代管：已经发布的活动照常，新的活动要等新管理员接任后才能发布。"
            ),
        ),
        pages=("teams:hand_over", "teams:hand_over_record"),
    ),
    Topic(
        "changes",
        "unit",
        _("修改单位和队伍的登记"),
        _("介绍、联系人和成立日期改了就用；名称、性质、代码、主管单位、地区、类别和上级队伍，主管部门审核以后才改。"),
        steps=(
            _("等审核的时候，队伍照常用原来的登记办事。"),
            _("主管部门看到原来的和要改成的，通过，或者写明理由不同意；提交的人会收到。"),
            _("审核以前可以收回。"),
            _("改了以后，以前是什么、从哪天到哪天，单位页和队伍页都能看到。"),
        ),
        pages=("teams:change", "teams:change_refusal"),
    ),
)
