"""How the pages of this room are used: one sentence and the way it is done, shown on the pages and in the help."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Topic

TOPICS = (
    Topic(
        "own-data",
        "everybody",
        _("我的个人信息：要一份副本"),
        _("平台记了您的什么、谁看过，都可以要一份，打印或留着。"),
        steps=(
            _("按“要一份副本”，做好了会发消息。"),
            _("取的时候要发到本人手机上的验证码。"),
            _("到期后文件自动删除，可以再要。"),
            _("没有手机的，带证件到实践站（所）打印。"),
        ),
        pages=("privacy:own", "privacy:copy"),
    ),
    Topic(
        "closing",
        "everybody",
        _("注销账号和志愿者记录"),
        _("先看清楚哪些会删、哪些会留；到期以前可以停止。"),
        steps=(
            _("是最后一位管理员、带着活动或监护着孩子的，先交接。"),
            _("用验证码证明是您，接下来的报名马上取消。"),
            _("等待的几天里，每一页上都能一按就停止；手机丢了，带证件到实践站（所）停止。"),
            _("到期后不能恢复；可以重新注册，以前的时长回不来。"),
        ),
        pages=("privacy:closing",),
    ),
    Topic(
        "desk-data",
        "office",
        _("在柜台打印个人信息副本"),
        _("本人带证件来，才能为他（她）打印。"),
        steps=(
            _("写明原因，看着证件抄后六位。"),
            _("做好后当面打印，再抄一次后六位。"),
            _("交给本人，柜台不留。"),
        ),
        pages=("privacy:desk",),
    ),
    Topic(
        "stored-records",
        "office",
        _("依法查看只保存的记录"),
        _("撤回同意、正在注销的人只保存；法律列明的理由，两个人一起才能打开。"),
        steps=(
            _("在那个人的页面按“申请查看”，选法定理由，写明是什么事。"),
            _("另一位有权的人同意或者不同意；同一个手机号的账号不能自己同意。"),
            _("同意后在规定的小时内，由申请的人一项一项查看。"),
            _("每看一次都记入操作记录，本人在“谁看过”里看到。"),
        ),
        pages=("privacy:stored", "privacy:openings", "privacy:opening"),
    ),
    Topic(
        "data-requests",
        "everybody",
        _("个人信息的申请：更正、删除、解释"),
        _("记错了、想删一部分、想问规则怎么定的，提出来，按期答复。"),
        steps=(
            _("在“我的个人信息”按“提出申请”，选想办什么，写清楚。"),
            _("规定的工作日内答复；过期的，上一级也会办。"),
            _("不办理的会写明原因，也告诉您可以到哪里去。"),
            _("没有手机的，带证件到实践站（所）登记，或寄书面申请。"),
        ),
        pages=("privacy:request_new", "privacy:request"),
    ),
    Topic(
        "answer-data-requests",
        "office",
        _("答复个人信息的申请"),
        _("谁、什么时候、怎么提出的都登记着，按期答复。"),
        steps=(
            _("先看期限近的；过期的会交给上一级。"),
            _("更正、删除的，先按平常的办法办好，再答复。"),
            _("不办理的写明原因，系统会告诉本人可以到哪里去。"),
            _("柜台可以替没有手机的人登记，看着证件抄后六位。"),
        ),
        pages=("privacy:requests", "privacy:desk_request", "privacy:desk_request_new"),
    ),
    Topic(
        "guarding-data",
        "office",
        _("个人信息保护：谁处理，给了谁"),
        _("谁处理、谁负责、还给了谁，写在一处，人人看得到。"),
        steps=(
            _("处理者的名称、由谁负责和联系方式由市级主管在“规则”里填写，可以为一个县单独填写。"),
            _("给外单位以前先登记：给什么、凭哪份合同、到哪天为止。"),
            _("过了最后一天自动停止；提前停止的写明原因。"),
            _("“导出总账”里看得到本地区每一份有个人信息的导出，按文件上的编号查得到是谁、为什么。"),
        ),
        pages=("privacy:guarding", "privacy:receiver_new", "privacy:receiver", "privacy:files"),
    ),
    Topic(
        "leaks",
        "office",
        _("个人信息泄露：止住、找人、通知、报告"),
        _("发现名单外泄的那一天，一步一步照着办。"),
        steps=(
            _("写下发生了什么、什么时候发现的；期限从发现时起算。"),
            _("先止住，写下来；向上报告了也写下来。"),
            _("填文件上的编号，马上看到谁导出的、为什么、涉及多少人；也可以粘贴志愿者编号。"),
            _("看过通知的样子再按“通知涉及的人”：只发给他们，孩子的发给监护人，没有手机的打印当面交。"),
            _("都办完了写结论，报告可以打印。"),
        ),
        pages=("privacy:breaches", "privacy:breach_new", "privacy:breach"),
    ),
    Topic(
        "data-registers",
        "office",
        _("影响评估和年度审计"),
        _("开始以前先评估；每年一份审计，按记录做出，可以打印。"),
        steps=(
            _("委托、提供个人信息以前，写清目的、必要性、风险和措施，登记一份评估。"),
            _("登记接收单位时选这份评估；没有评估的登记不了。"),
            _("每年一月打开上一年的审计，打印留存，未成年人的单列。"),
        ),
        pages=("privacy:assessments", "privacy:assessment_new", "privacy:audits"),
    ),
)
