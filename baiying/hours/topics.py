"""How the pages of this room are used: one sentence and the way it is done, shown on the pages and in the help."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Topic

TOPICS = (
    Topic(
        "check-in",
        "volunteer",
        _("签到和签退"),
        _("到了扫领队手机上的码签到，走之前再扫一次签退。"),
        steps=(
            _("扫不了就在“签到”里输入领队手机上的 6 位数字。"),
            _("手机不方便，出示志愿者证，或请领队在名单上记。"),
            _("忘了签退，在那一次记录里说明几点离开，由领队确认。"),
        ),
        pages=("hours:live", "hours:digits", "hours:attendance", "hours:ends"),
    ),
    Topic(
        "my-hours",
        "volunteer",
        _("我的时长，不对怎么办"),
        _("每一次服务的时间、来源和状态都在这里，不对可以提。"),
        steps=(
            _("打开那一次，点“这条不对”，写清楚几点到、几点走。"),
            _("工作人员必须在期限内答复；不满意，可以请另一个人再看。"),
            _("一年的记录可以打印在一页上，也可以导出成表格，一次一行。"),
        ),
        pages=(
            "hours:mine",
            "hours:year_sheet",
            "hours:year_rows",
            "hours:objection_new",
            "hours:objection_appeal",
            "hours:objection_withdrawal",
        ),
    ),
    Topic(
        "field",
        "leader",
        _("现场：签到、点名、签退"),
        _("一页看清应到、已到、未到、现场加入四个数，就地记录。"),
        steps=(
            _("给大家看“签到码”，或者扫志愿者证，或者在名单上点。"),
            _("没报名的人可以现场加入。"),
            _("点错了可以撤销。结束时给没签退的人记离开时间，再点“记录完成”。"),
            _("您自己的出勤，要由另一个人记。"),
        ),
        pages=(
            "hours:field",
            "hours:code",
            "hours:roster",
            "hours:leavings",
            "hours:ends_of",
            "hours:walk_ins",
            "hours:record",
            "hours:correction",
            "hours:calls",
        ),
    ),
    Topic(
        "paper",
        "leader",
        _("把纸质签到表录进来"),
        _("打印的名单签了字，照着录进来，要另一个人复核。"),
        steps=(
            _("先在现场页打印名单。"),
            _("按姓名、手机后四位或志愿者编号找人，也可以从表格里整段粘贴。"),
            _("纸质表记下的时长算荣誉时长，不算信用时长。"),
            _("录错了班次，在现场页点那张表，写明原因，整张收回；已经入账的由另一个人决定。"),
        ),
        pages=("hours:paper", "hours:sheet"),
    ),
    Topic(
        "reviews",
        "office",
        _("复核时长"),
        _("没有在现场扫码、扫卡或输入数字的时长，由另一个人看过才算数。"),
        steps=(
            _("一个班次一组，先看整组，再看可疑的。"),
            _("勾选后一起通过或退回，几分钟之内可以整批撤销。"),
            _("自己记的、自己带队的，不能自己复核。"),
        ),
        pages=("hours:reviews", "hours:decisions", "hours:review"),
    ),
    Topic(
        "objections",
        "office",
        _("怎样答复异议"),
        _("志愿者说记录不对，在期限内核实并答复。"),
        steps=(
            _("看当时的记录和本人写的话，问领队，再答复。"),
            _("同意更正的，会按您写的时间提出更正，由另一个人复核后入账。"),
        ),
        pages=("hours:objections", "hours:objection"),
    ),
    Topic(
        "overdue",
        "office",
        _("没有完成的记录"),
        _("活动结束后十个工作日内要有完整记录，过期的列在这里。"),
        steps=(
            _("看是等领队补，还是等复核员看。"),
            _("等领队的，可以按一下提醒他，一天一次。"),
            _("打开班次，看谁来了、还差什么。"),
        ),
        pages=("hours:overdue", "hours:shift"),
    ),
    Topic(
        "reversal",
        "office",
        _("冲销一笔时长"),
        _("入账的时长不能改，错了只能由两个人冲销，两笔都留着。"),
        steps=(
            _("写明原因提出，另一个人同意之后生效，本人会收到消息。"),
            _("还没有人同意之前可以收回。"),
        ),
        pages=("hours:entry", "hours:reversal", "hours:reversal_withdrawal"),
    ),
)
