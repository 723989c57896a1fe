"""The names a new installation starts with: the national table of categories, and skills that stations ask for.

Categories in the order of the national system (code table lbe05, 22 entries). Skills: the usual ones of stations;
`True` marks what needs a document (a licence) before somebody may rely on it.
"""

from django.utils.translation import gettext_noop as _

CATEGORIES = (
    ("community", _("社区服务")),
    ("poverty_relief", _("扶贫减贫")),
    ("education", _("支教助学")),
    ("health", _("卫生健康")),
    ("legal", _("法律服务")),
    ("environment", _("环境保护")),
    ("science", _("科技科普")),
    ("culture", _("文化艺术")),
    ("public_safety", _("平安综治")),
    ("civility", _("文明风尚")),
    ("traffic", _("交通引导")),
    ("fire", _("志愿消防")),
    ("emergency", _("应急救援")),
    ("anti_drug", _("禁毒宣传")),
    ("sports", _("体育健身")),
    ("tourism", _("旅游服务")),
    ("care", _("关爱特殊群体")),
    ("large_events", _("大型活动")),
    ("overseas", _("海外志愿服务")),
    ("tax", _("税收服务")),
    ("epidemic", _("疫情防控")),
    ("other", _("其他")),
)

# What most volunteers choose, shown first; the others are one tap away.
USUAL = ("community", "civility", "care", "environment", "culture", "traffic", "education", "health")

SKILLS = (
    ("first_aid", _("急救"), True),
    ("medicine", _("医疗护理"), True),
    ("psychology", _("心理咨询"), True),
    ("law", _("法律咨询"), True),
    ("driving", _("驾驶"), True),
    ("electrician", _("电工"), True),
    ("appliance_repair", _("家电维修"), False),
    ("plumbing", _("管道维修"), False),
    ("haircut", _("理发"), False),
    ("cooking", _("烹饪"), False),
    ("sewing", _("缝补裁剪"), False),
    ("farming", _("农业技术"), False),
    ("tutoring", _("课业辅导"), False),
    ("reading", _("阅读陪伴"), False),
    ("calligraphy", _("书法绘画"), False),
    ("music_dance", _("音乐舞蹈"), False),
    ("sports_coaching", _("体育指导"), False),
    ("photography", _("摄影摄像"), False),
    ("writing", _("文字宣传"), False),
    ("computer", _("电脑手机使用"), False),
    ("mediation", _("矛盾调解"), False),
    ("sign_language", _("手语"), False),
    ("foreign_language", _("外语"), False),
    ("guiding", _("讲解导览"), False),
    ("water_rescue", _("水上救援"), True),
    ("outdoor_rescue", _("山野救援"), True),
)
