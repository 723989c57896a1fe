"""What activities warn of. All invented."""

from baiying.demo.loading.texts import KINDS, Kind

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
COMMON_RISK = "路上注意安全，天热带水，天冷添衣；不舒服随时告诉领队。"
_OF_KIND = {kind.title: category for category, kinds in KINDS.items() for kind in kinds}


def risk_of(kind: Kind, category: str) -> str:
    """What a kind of activity warns of: by what is done, not by the team that does it; `category`: of the team."""
    own = KIND_RISKS.get(kind.title)
    return own or RISKS.get(_OF_KIND.get(kind.title, category), COMMON_RISK)
