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
        "applying",
        "everybody",
        _("申请登记单位"),
        _("单位或团体要招募志愿者，由将来管它的人申请登记，主管部门审核。"),
        steps=(
            _("先选是哪一种：每一种要填的不一样。填好提交。"),
            _("要改的，主管部门退回来，在要改的那一项旁边写明；填过的都还在，改好再提交。"),
            _("通过以后，申请的人就是单位管理员，可以建队伍。"),
            _("不通过的会写明理由。答复以前可以收回。"),
        ),
        pages=(
            "teams:applications",
            "teams:application_new",
            "teams:application",
            "teams:application_edit",
            "teams:application_withdrawal",
        ),
    ),
    Topic(
        "body-applications",
        "office",
        _("审核登记申请"),
        _("有人申请登记单位，在工作台“等答复的登记申请”里，几个工作日内要答复。"),
        steps=(
            _("核对每一项。同一个县（市、区）已有同名的单位，会写在上面。"),
            _("缺的、不对的，退回修改，在那一项下面写明怎样改。再交上来时，看得到改了什么。"),
            _("通过以后单位就登记了，申请人是单位管理员；不能登记的写明理由。"),
            _("自己的申请，要请另一位同事审核。"),
        ),
        pages=("teams:application_review", "teams:application_remarks", "teams:application_refusal"),
    ),
    Topic(
        "team-categories",
        "office",
        _("队伍类别"),
        _("本地区的队伍分哪几类、由哪个部门牵头，由主管部门定，从哪天起也写明。"),
        steps=(
            _("在“单位与队伍”点“队伍类别”：每一类叫什么、谁牵头、有几支队伍。"),
            _("改名、换牵头部门，写明从哪天起。以前叫什么，在这一类的页面看得到。"),
            _("停用以后，新的队伍不能选它；已经是这一类的队伍照旧，统计也在。停用了的可以恢复。"),
        ),
        pages=("teams:categories", "teams:category_new", "teams:category", "teams:category_end"),
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
        _(
            "介绍、联系人和成立日期改了就用；名称、性质、代码、主管单位、地区、类别、上级队伍和联络组织，主管部门审核以后才改。"
        ),
        steps=(
            _("等审核的时候，队伍照常用原来的登记办事。"),
            _("主管部门看到原来的和要改成的，通过，或者写明理由不同意；提交的人会收到。"),
            _("审核以前可以收回。"),
            _("改了以后，以前是什么、从哪天到哪天，单位页和队伍页都能看到。"),
        ),
        pages=("teams:change", "teams:change_refusal"),
    ),
)
