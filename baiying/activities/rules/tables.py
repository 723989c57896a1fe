"""Code tables of the national system's project form (albx0014, albx0019): what an activity may name.

Service categories live in the people room, because volunteers choose from the same list.
"""


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; pages translate it when they show it."""
    return text


# Recipients 服务对象
RECIPIENTS: dict[str, str] = {
    "01": gettext_noop("儿童"),
    "02": gettext_noop("妇女"),
    "03": gettext_noop("老年人"),
    "04": gettext_noop("残障人士"),
    "05": gettext_noop("优抚对象"),
    "06": gettext_noop("困难家庭"),
    "07": gettext_noop("特殊群体"),
    "08": gettext_noop("病患者"),
    "09": gettext_noop("农村居民"),
    "10": gettext_noop("城镇居民"),
    "11": gettext_noop("社会公众"),
    "99": gettext_noop("其他"),
}

# Safeguards 志愿者保障
SAFEGUARDS: dict[str, str] = {
    "01": gettext_noop("志愿者保险"),
    "02": gettext_noop("集中乘车"),
    "03": gettext_noop("交通补贴"),
    "04": gettext_noop("餐饮或食物"),
    "05": gettext_noop("饮水"),
    "06": gettext_noop("住宿"),
    "07": gettext_noop("志愿者服装"),
    "08": gettext_noop("服务工具"),
    "09": gettext_noop("免费体检"),
    "10": gettext_noop("专项培训"),
    "11": gettext_noop("志愿服务证书"),
    "99": gettext_noop("其他"),
}
