"""What teams of each category do: titles, descriptions, posts, risks. All invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of activity. `minutes` how long shifts usually are, `starts` usual hours, `adults` no minors."""

    title: str
    description: str
    post: str
    duties: str
    categories: tuple[str, ...]
    recipients: tuple[str, ...]
    starts: tuple[int, ...] = (9, 15)
    minutes: tuple[int, ...] = (90, 120, 150)
    adults: bool = False
    where: str = "党群服务中心"


BY_NIGHT = Kind(
    "夜间火车站接送引导",
    "在站前广场为夜里到站的旅客指路、提行李，陪老人等车。",
    "引导员",
    "指路、提行李、陪老人等车。",
    ("civility", "traffic"),
    ("11",),
    starts=(22,),
    adults=True,
    where="站前广场",
)

RISKS = {
    "civility": "路口车多，请穿反光背心，站在人行道上，听领队安排。",
    "environment": "戴手套、穿防滑鞋，不下水，不爬高；工具用完交回。",
    "health": "只做力所能及的事，不替代医护人员；接触老人前先洗手。",
    "emergency": "只在警戒线外工作，穿救生衣，两人一组，听现场指挥；身体不适立即退出。",
    "education": "与孩子相处时始终有另一位成年人在场，放学交接要签字。",
    "children": "与孩子相处时始终有另一位成年人在场，放学交接要签字。",
    "elders": "入户两人一组，先打电话；不收礼，不代管钱物。",
}
KIND_RISKS = {"敬老饭桌帮厨": "进厨房戴帽子和口罩，刀和热锅听厨师安排；咳嗽、发烧的请改天来。"}
PLAN = "按岗位分组，领队现场讲安全，结束后一起收拾。"
COMMON_RISK = "路上注意安全，天热带水，天冷添衣；不舒服随时告诉领队。"

KINDS: dict[str, tuple[Kind, ...]] = {
    "theory": (
        Kind(
            "身边事微宣讲",
            "用方言讲政策：医保怎么报、养老金怎么领，听完可以当场问。",
            "宣讲员",
            "讲十五分钟，答疑半小时。",
            ("community", "civility"),
            ("09", "10"),
            (9, 19),
            (90, 120),
        ),
        Kind(
            "院坝会政策问答",
            "搬小板凳坐到院里，把惠民政策一条一条说清楚。",
            "引导员",
            "摆座位，请老人坐前排，收问题单。",
            ("community",),
            ("03", "09"),
            (16, 19),
            (90,),
        ),
    ),
    "culture": (
        Kind(
            "周末小舞台",
            "戏曲、快板、广场舞，街坊自己演给街坊看。",
            "场务",
            "搭台、放音响、维持秩序。",
            ("culture",),
            ("11",),
            (15, 19),
            (120, 150),
            where="文化广场",
        ),
        Kind(
            "农家书屋整理",
            "给书上架编号，带孩子读一本。",
            "整理员",
            "上架、编号、登记借阅。",
            ("culture", "education"),
            ("01", "09"),
            (9, 14),
            (120,),
            where="农家书屋",
        ),
        Kind(
            "非遗手作课",
            "剪纸、泥塑，老手艺人教，志愿者帮忙发材料。",
            "助教",
            "发材料、看安全、收拾桌面。",
            ("culture",),
            ("01", "11"),
            (15,),
            (120,),
        ),
    ),
    "education": (
        Kind(
            "四点半课堂",
            "放学后到家长下班前，陪孩子写作业、读书、下棋。",
            "辅导员",
            "看作业，讲一道题，签字交接。",
            ("education", "care"),
            ("01",),
            (16,),
            (120, 150),
            where="社区活动室",
        ),
        Kind(
            "周末补读班",
            "给留守儿童读书、讲题。",
            "辅导员",
            "一人带三个孩子。",
            ("education",),
            ("01",),
            (9, 14),
            (120, 180),
        ),
    ),
    "health": (
        Kind(
            "义诊量血压",
            "医生坐诊，志愿者登记、引导、量血压。",
            "登记员",
            "登记、叫号、量血压。",
            ("health", "community"),
            ("03", "08"),
            (8, 9),
            (150, 180),
        ),
        Kind(
            "八段锦晨练",
            "带着大家慢慢练，看着老人别逞强。",
            "带操员",
            "领操，照看老人。",
            ("sports", "health"),
            ("03",),
            (7,),
            (60, 90),
            where="街心公园",
        ),
        Kind(
            "急救培训助教",
            "学会心肺复苏和海姆立克。",
            "助教",
            "摆模型，带练习。",
            ("health",),
            ("11",),
            (9, 14),
            (150,),
        ),
    ),
    "science": (
        Kind(
            "田间科普",
            "农技员讲小麦赤霉病怎么防，现场看。",
            "讲解员",
            "带路，发资料，记问题。",
            ("science", "community"),
            ("09",),
            (8, 15),
            (120, 150),
            where="示范田",
        ),
        Kind(
            "手机课堂",
            "教老人挂号、缴费、防诈骗。",
            "助教",
            "一对一手把手教。",
            ("science", "care"),
            ("03",),
            (9, 15),
            (90, 120),
        ),
    ),
    "law": (
        Kind(
            "法律咨询日",
            "律师答疑，志愿者登记。",
            "登记员",
            "登记、排号、发资料。",
            ("legal",),
            ("10", "11"),
            (9, 15),
            (150, 180),
            adults=True,
        ),
        Kind(
            "反诈入户宣传",
            "两人一组上门讲骗局，帮装国家反诈中心。",
            "宣传员",
            "上门讲三分钟，登记。",
            ("legal", "public_safety"),
            ("03", "10"),
            (9, 16),
            (120, 150),
            adults=True,
        ),
    ),
    "environment": (
        Kind(
            "清理河道两岸",
            "捡拾岸边垃圾，清小广告。",
            "清洁员",
            "分段捡拾，分类装袋。",
            ("environment",),
            ("11",),
            (8, 15),
            (120, 150),
            where="河道步道",
        ),
        Kind(
            "垃圾分类值守",
            "在投放点指导分类。",
            "值守员",
            "指导投放，记录问题。",
            ("environment", "community"),
            ("10",),
            (7, 18),
            (90, 120),
            where="分类投放点",
        ),
        Kind(
            "人居环境清洁日",
            "清背街小巷，整房前屋后。",
            "清洁员",
            "分组清扫。",
            ("environment",),
            ("09", "10"),
            (8,),
            (150, 180),
            where="主街",
        ),
    ),
    "relief": (
        Kind(
            "困难家庭走访",
            "带着米面油，看看缺什么，回来登记。",
            "走访员",
            "两人一组，登记需要。",
            ("care", "poverty_relief"),
            ("06", "04"),
            (9, 15),
            (150, 180),
        ),
        Kind(
            "残疾人之家陪伴",
            "陪做手工，推轮椅晒太阳。",
            "陪伴员",
            "陪伴、推轮椅。",
            ("care",),
            ("04",),
            (9, 14),
            (120, 150),
        ),
    ),
    "emergency": (
        Kind(
            "河道安全巡查",
            "巡查河边、坑塘，劝离野泳。",
            "巡查员",
            "两人一组，记录隐患。",
            ("emergency", "public_safety"),
            ("11",),
            (9, 15, 18),
            (150, 180),
            adults=True,
            where="水岸值守点",
        ),
        Kind(
            "消防通道排查",
            "看楼道、看充电桩，登记隐患。",
            "排查员",
            "逐栋登记。",
            ("fire", "emergency"),
            ("10",),
            (9, 19),
            (120,),
            adults=True,
        ),
        Kind(
            "应急演练",
            "地震、火灾疏散演练。",
            "引导员",
            "引导疏散，清点人数。",
            ("emergency",),
            ("11",),
            (9,),
            (120, 180),
            adults=True,
        ),
    ),
    "civility": (
        Kind(
            "路口文明引导",
            "早晚高峰在路口引导行人和车辆，扶老人过马路。",
            "引导员",
            "站在人行道上引导。",
            ("traffic", "civility"),
            ("11",),
            (7, 17),
            (90, 120),
            where="十字路口",
        ),
        Kind(
            "非机动车摆放",
            "把车头朝一边，把盲道让出来。",
            "整理员",
            "摆放车辆，劝导占道。",
            ("civility",),
            ("11",),
            (8, 16),
            (90, 120),
            where="商业街",
        ),
        Kind(
            "车站出行引导",
            "帮旅客看路线、提行李。",
            "引导员",
            "指路、提行李。",
            ("traffic", "tourism"),
            ("11",),
            (8, 13),
            (180, 240),
            where="客运站",
        ),
    ),
    "elders": (
        Kind(
            "陪老人聊天理发",
            "理发、剪指甲、拉家常。",
            "陪伴员",
            "陪聊、打扫、理发。",
            ("care", "community"),
            ("03",),
            (9, 14),
            (120, 150),
        ),
        Kind(
            "敬老饭桌帮厨",
            "择菜、端饭、送餐到家。",
            "帮厨",
            "择菜、端饭、送餐。",
            ("care",),
            ("03",),
            (10,),
            (150, 180),
            where="孝善食堂",
        ),
        Kind(
            "代办跑腿",
            "帮独居老人买药、缴费、修灯泡。",
            "跑腿员",
            "两人一组，留字据。",
            ("care", "community"),
            ("03",),
            (9, 15),
            (120,),
        ),
    ),
    "children": (
        Kind(
            "防溺水课堂",
            "讲危险水域，学救生口诀。",
            "讲师",
            "讲课、示范。",
            ("public_safety", "education"),
            ("01",),
            (9, 16),
            (90, 120),
        ),
        Kind(
            "亲子阅读会",
            "读绘本，做手工。",
            "领读员",
            "领读、照看。",
            ("education", "culture"),
            ("01",),
            (9, 15),
            (90, 120),
            where="图书室",
        ),
    ),
}

FLOOD = Kind(
    "防汛值守", "巡堤查险、装沙袋、转移老人、发放物资。只安排在警戒线外。", "值守员", "两人一组，按时轮换。",
    ("emergency",), ("11",), (8,), (600,), adults=True, where="防汛值守点",
)  # fmt: skip

_OF_KIND = {kind.title: category for category, kinds in KINDS.items() for kind in kinds}


def risk_of(kind: Kind, category: str) -> str:
    """What a kind of activity warns of: by what is done, not by the team that does it; `category`: of the team."""
    own = KIND_RISKS.get(kind.title)
    return own or RISKS.get(_OF_KIND.get(kind.title, category), COMMON_RISK)
