"""How the pages of this room are used: one sentence and the way it is done, shown on the pages and in the help."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Topic

TOPICS = (
    Topic(
        "handbook",
        "office",
        _("本地的工作手册"),
        _("本市、本县自己怎么做，写在帮助旁边，有日期，可以打印。"),
        steps=(
            _("市、县办公室写：选一条帮助，写清怎么做，从哪天起。上级写的，下级的人也看得到；有自己的，先看自己的。"),
            _("改就是写新的一版，旧的留着可以看；不用了就停用。"),
            _("在有关的页面上，帮助那一句的旁边会有“……怎么做”。"),
        ),
        pages=(
            "places:handbook",
            "places:handbook_new",
            "places:handbook_page",
            "places:handbook_end",
            "places:handbook_whole",
        ),
    ),
    Topic(
        "sites",
        "everybody",
        _("找实践中心、所、站"),
        _("离您近的实践站（所）在哪里，几点开门，电话多少。"),
        steps=(
            _("按名称找，或者用手机的位置；位置只用这一次，不保存。"),
            _("没有手机的事，都可以到站里当面办。"),
        ),
        pages=("places:sites", "places:site", "places:choose"),
    ),
    Topic(
        "set-up",
        "admin",
        _("设置一座城市"),
        _("区划、阵地、日历、任职、人口，按顺序做一遍。"),
        steps=(
            _("做到哪一步，页面上写着；每一步以后都能再改。"),
            _("三类管理员由三个人担任，先任命他们。"),
        ),
        pages=("places:set_up",),
    ),
    Topic(
        "imports",
        "admin",
        _("导入区划表"),
        _("先看报告，再确认；没有资料挂在上面之前可以整次撤销。"),
        steps=(
            _("任何一张工作表都可以，要有编码和名称。"),
            _("报告写明每一行会怎样：新增、改名、移动、关闭，或者为什么不能导入。"),
            _("找不到上级的行不会被悄悄收下。"),
            _("换了代码的区划还是同一个，挂在上面的都在原处；像不像由您逐个确认、改选或清空。"),
        ),
        pages=("places:imports", "places:import", "places:import_successors"),
    ),
    Topic(
        "coverage",
        "office",
        _("阵地：建成多少，还差哪里"),
        _("应建、已建、未建、免建分开算，一直看到每个站。"),
        steps=(
            _("应建等于已建加未建，免建单列。"),
            _("一张表可以补全许多站的地址、电话、开放时间，录完可以撤销。"),
        ),
        pages=(
            "places:coverage",
            "places:coverage_of",
            "places:site_office",
            "places:site_tables",
            "places:site_table_undoing",
        ),
    ),
    Topic(
        "exemptions",
        "office",
        _("批量免建"),
        _("监狱、虚拟社区这些没有居民的地方不用建站：按名称找出来，一次写明原因。"),
        steps=(
            _("先列出找到的地区和现在的情况，逐个勾选；已建成在用的不会自动勾上。"),
            _("免建的不算应建，单独列出。"),
            _("可以整次撤销，恢复到原来；之后又改过的，撤销前会写明。"),
        ),
        pages=("places:exemptions", "places:exemption", "places:exemption_undoing"),
    ),
    Topic(
        "populations",
        "office",
        _("录入人口"),
        _("各项比率的分母，按地区、口径和年份，写明来源。"),
        steps=(
            _("先看报告：和上一个数差太多、下级比上级多，都会指出来。"),
            _("录入之后可以整张撤销，旧的版次都留着。"),
        ),
        pages=("places:populations", "places:population_new", "places:population_undoing"),
    ),
    Topic(
        "rules",
        "office",
        _("规则"),
        _("年龄、上限、期限这些由当地定的数，从哪天起、依据什么。"),
        steps=(
            _("先看会有什么变化；改时长的规则，还看上个月的记录会怎么算。"),
            _("一个人提出，另一个人确认才生效；生效之前可以撤回。"),
            _("法律定下的数可以更严，不能更松。"),
            _("过去的日子仍按当时的规则算。"),
        ),
        pages=("places:rules", "places:rule_new", "places:rule"),
    ),
    Topic(
        "holidays",
        "office",
        _("工作日历"),
        _("工作日的期限要看放假和调休，每年录一次。"),
        steps=(_("可以把放假通知的原文直接贴进来。"),),
        pages=("places:calendar",),
    ),
)
