"""What people write: reasons, requests, objections and answers. All invented."""

CANCEL_REASONS = ("临时加班", "孩子生病", "家里有事", "身体不舒服", "时间记错了", "出差")
CALLED_OFF = ("大风降温，改期举行", "暴雨预警，取消", "场地临时检修", "与镇里统一活动冲突")
ROLL_WORDS = ("手机没电，领队点名", "老人不用手机，按名单点名", "现场没信号", "")
INTRODUCTIONS = (
    "平时周末出门服务，新来的有人带。",
    "成员都是附近街坊，一个月三四次活动，时间自己选。",
    "欢迎有一技之长的邻居，也欢迎只想出把力的人。",
    "常年服务本地老人和孩子，活动前一周在这里报名。",
)
JOIN_WORDS = ("周末有空，想参加。", "住得近，随叫随到。", "邻居介绍来的。")
JOIN_WORDS_GROWN = (*JOIN_WORDS, "带孩子一起。")
JOIN_WORDS_RETIRED = (*JOIN_WORDS, "退休了，想做点事。")
OBJECTIONS = (
    "我当天一直在场，时长少记了半小时。",
    "签退的时候扫不上码，麻烦核对。",
    "休息的时间多扣了，我一直在岗。",
)
# Of a record that is there: that it is missing would be untrue. This one only where it is honour time.
OBJECTION_OF_TIER = "记成了荣誉时长，我是自己扫码签到的。"


def objections(tier: str) -> tuple[str, ...]:
    """What somebody may say of a record of a tier."""
    return (*OBJECTIONS, OBJECTION_OF_TIER) if tier == "honour" else OBJECTIONS


# What holds, and what is then written to the line that is added.
UPHELD = OBJECTIONS[0]
CORRECTED = "签退早记了半小时，已与领队和签到表核对"
ANSWERS = (
    (True, "已与领队和签到表核对，您说得对，补记半小时，时长已更正。"),
    (False, "签到记录显示您 10:05 到场，计时从到场开始，维持原记录。"),
)

# What people bring forward, as counties' desks know it: kind, words, and how it ended if it did.
COMPLAINTS = (
    ("suggestion", "周末的班能不能排到下午？上午要送孩子上课。", "", ""),
    ("complaint", "站里写着九点开门，等到十点也没有人。", "", ""),
    ("false_data", "名单上有好几个人当天没有来，也记了两个小时。", "", ""),
    ("fault", "字放大以后，日期那一栏看不全。", "", ""),
    ("charging", "说是志愿服务，却要我们每人交二十块钱服装费。", "", ""),
    ("personal_data", "群里把报名表截图发出来了，上面有电话。", "", ""),
    ("suggestion", "河边的垃圾桶太少，捡了没处放。", "resolved", "已经和环卫站说好，沿河加了六个桶。"),
    ("complaint", "报了名，到了才说取消，白跑一趟。", "explained", "当天有雷电预警，通知晚了，已要求提前两小时告知。"),
    ("false_data", "有人替别人扫码签到。", "unfounded", "查了签到记录和现场照片，两个人都在场，是互相帮着举手机。"),
    ("charging", "有人以志愿队的名义上门推销净水器。", "referred", "已转民政局核查，会由他们联系您。"),
)  # fmt: skip
CALLERS = ("王秀兰", "李建军", "张桂英", "刘大勇")
