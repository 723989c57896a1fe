"""The names a new installation starts with: the national table of categories, and skills that stations ask for.

Categories in the order of the national system (code table lbe05, 22 entries). Skills: the usual ones of stations;
`True` marks what needs a document (a licence) before somebody may rely on it.
"""

CATEGORIES = (
    ("community", "社区服务"),
    ("poverty_relief", "扶贫减贫"),
    ("education", "支教助学"),
    ("health", "卫生健康"),
    ("legal", "法律服务"),
    ("environment", "环境保护"),
    ("science", "科技科普"),
    ("culture", "文化艺术"),
    ("public_safety", "平安综治"),
    ("civility", "文明风尚"),
    ("traffic", "交通引导"),
    ("fire", "志愿消防"),
    ("emergency", "应急救援"),
    ("anti_drug", "禁毒宣传"),
    ("sports", "体育健身"),
    ("tourism", "旅游服务"),
    ("care", "关爱特殊群体"),
    ("large_events", "大型活动"),
    ("overseas", "海外志愿服务"),
    ("tax", "税收服务"),
    ("epidemic", "疫情防控"),
    ("other", "其他"),
)

SKILLS = (
    ("first_aid", "急救", True),
    ("medicine", "医疗护理", True),
    ("psychology", "心理咨询", True),
    ("law", "法律咨询", True),
    ("driving", "驾驶", True),
    ("electrician", "电工", True),
    ("appliance_repair", "家电维修", False),
    ("plumbing", "管道维修", False),
    ("haircut", "理发", False),
    ("cooking", "烹饪", False),
    ("sewing", "缝补裁剪", False),
    ("farming", "农业技术", False),
    ("tutoring", "课业辅导", False),
    ("reading", "阅读陪伴", False),
    ("calligraphy", "书法绘画", False),
    ("music_dance", "音乐舞蹈", False),
    ("sports_coaching", "体育指导", False),
    ("photography", "摄影摄像", False),
    ("writing", "文字宣传", False),
    ("computer", "电脑手机使用", False),
    ("mediation", "矛盾调解", False),
    ("sign_language", "手语", False),
    ("foreign_language", "外语", False),
    ("guiding", "讲解导览", False),
    ("water_rescue", "水上救援", True),
    ("outdoor_rescue", "山野救援", True),
)
