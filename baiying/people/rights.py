"""The rights of this room: their names, and what a manager reads when appointing somebody."""

from django.utils.translation import gettext_lazy as _

from baiying.kit import rights


class Right(rights.Right):
    SEE_PEOPLE = "people.see", _("查看本地区志愿者的名单和资料（号码只显示一部分）")
    REGISTER_ON_SITE = "people.register_on_site", _("当面为居民注册")
    SEE_DESK_SIGNALS = "people.see_desk_signals", _("查看谁当面注册了多少人，有没有异常")
    SPOT_CHECK = "people.spot_check", _("抽查别人当面注册的人，写下是不是属实")
    DECIDE_DOUBTS = "people.decide_doubts", _("核实被查为不属实的登记，两个人一起决定")
    DECIDE_GUARDIANS = "people.decide_guardians", _("监护人意见不一致时，看过证明，决定以谁的同意为准")
    CHECK_REAL_NAME = "people.check_real_name", _("核对证件，核验实名")
    UNMASK = "people.unmask", _("逐次说明原因，查看完整号码")
    UNMASK_MINOR = "people.unmask_minor", _("申请查看未成年人的完整号码，批准后逐次说明原因查看")
    APPROVE_MINORS = "people.approve_minors", _("批准别人查看未成年人的完整号码（两个人一起决定）")
    DECIDE_CLAIMS = "people.decide_claims", _("处理登记的认领")
    MERGE_RECORDS = "people.merge_records", _("把同一个人的两条记录合并、分开（两个人一起决定）")
    HEAR_SLEEPERS = "people.hear_sleepers", _("找长期没有活动、消息又没送到的人，写下本人说了什么")
    START_SLEEPING = "people.start_sleeping", _("看过数字，决定本地区开始或停止问长期没有活动的人")
    PRINT_CARDS = "people.print_cards", _("为志愿者制作证件")
