"""How the pages of this room are used: one sentence and the way it is done, shown on the pages and in the help."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Topic

TOPICS = (
    Topic(
        "today",
        "volunteer",
        _("今天"),
        _("现在该做的一件事排在最前：去服务、签到、签退，或者找活动。"),
        steps=(
            _("带队的人，今天带的班次在最前面。"),
            _("下面是接下来的报名、您的时长和消息。"),
        ),
        pages=("desk:mine",),
    ),
    Topic(
        "work",
        "office",
        _("待办"),
        _("现在等您办的事，最急的在前；别人该办的不在这里。"),
        steps=(
            _("已经过期的最先，其次是快到期的，再次是等得久的。"),
            _("能一下办完的，按旁边的按钮就办了；其余的点进去办。"),
            _("菜单和待办随身份不同，右上角可以换身份。"),
        ),
        pages=("desk:workbench",),
    ),
    Topic(
        "exports",
        "office",
        _("导出记录"),
        _("本单位导出过的文件都在这里：谁、什么时候、为什么、多少行、取了几次。"),
        steps=(
            _("打印件或文件的页脚、“导出说明”页上有编号，在这里查得到是谁导出的。"),
            _("到期以前，导出的人可以按原来的条件再取一份；到期以后不能再取。"),
            _("名单要写用途；审计员能看到辖区里的全部导出。"),
        ),
        pages=("desk:exports", "desk:export"),
    ),
    Topic(
        "outbox",
        "office",
        _("发件箱"),
        _("每一条发出的消息：发给谁、为什么发、结果如何；没有发的也写着原因。"),
        steps=(
            _("按姓名、编号或完整的号码找人，看发给这个人的全部消息；找过谁会记下来，本人看得到。"),
            _("按原因、渠道、结果、日期和地区筛选；点活动的消息，能看这个活动发出的全部。"),
            _("验证码从不显示。投诉建议的回话只有本人能看。"),
        ),
        pages=("desk:outbox", "desk:outbox_of_person", "desk:outbox_message"),
    ),
    Topic(
        "search",
        "office",
        _("查找"),
        _("一个框找人、活动、队伍、单位、阵地、地区、页面和帮助，只在现在的身份能看的范围里找。"),
        steps=(
            _("框在每一页的上方，按 / 就到；列表页上 / 是列表自己的查找。"),
            _("人名可以写错一个字；编号和号码要写完整，手机可以只写后四位。"),
            _("上下箭头选，回车打开，Esc 收起。号码不会留在网址里。"),
        ),
        pages=("desk:search",),
    ),
    Topic(
        "audit",
        "admin",
        _("查审计"),
        _("谁在什么时候看了谁、改了什么、为什么，只增不改。"),
        steps=(
            _("按人、事、地区和日期找，打开一条看原因。"),
            _("导出也会留下一条审计。"),
        ),
        pages=("desk:audit", "desk:audit_event"),
    ),
    Topic(
        "channels",
        "admin",
        _("消息通道"),
        _("短信和验证码从哪里发出去，现在通不通。"),
        steps=(
            _("点“给我发一条”，过一会儿刷新，看有没有送到您自己的手机。"),
            _("发不出去的，卡片上写着原因；修好以后一分钟内自动接着发，过了时候的不再发。"),
            _("新装或恢复之后，先在这里确认由这一套系统发消息。"),
        ),
        pages=("desk:channels",),
    ),
    Topic(
        "machine",
        "admin",
        _("系统状态"),
        _("机器好不好，哪些任务失败了，该做什么。"),
        steps=(
            _("红的先看，每一项写着怎么办。"),
            _("失败的任务排除原因后可以再试，多试不会重复办理。"),
        ),
        pages=("desk:machine",),
    ),
)
