"""The table of law: which duty of which article is kept where, or not yet. Values only; every room brings its lines.

`config.law` gathers them and writes docs/law.md. A test that holds a duty is marked with `@pytest.mark.law("O67-11")`;
the table names it. A house test fails for an article cited anywhere but not here, and for a duty kept without a test.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Source:
    """A law, order, standard or notice. `cited` are the names it goes by in code and texts."""

    key: str
    title: str
    valid_from: date
    cited: tuple[str, ...] = ()
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty. `number` is the source's key and the first article.

    `kept`: dotted names of code (`baiying.…`), pages (`page:<name>`), constraints (`constraint:<name>`), functions of
    the database (`sql:<name>`); empty: not yet. `missing`: what of it is not yet kept. `room`: who will keep it.
    """

    number: str
    articles: tuple[str, ...]
    says: str
    kept: tuple[str, ...] = ()
    missing: str = ""
    room: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def source(self) -> str:
        return self.number.partition("-")[0]

    @property
    def state(self) -> str:
        if not self.kept:
            return "not yet"
        return "partly" if self.missing else "kept"


SOURCES: tuple[Source, ...] = (
    Source(
        "R685",
        "志愿服务条例（国务院令第685号）",
        date(2017, 12, 1),
        (
            "Volunteer Service Regulation",
            "Volunteer Service Regulations",
            "《志愿服务条例》",
            "Regulation",
            "Order 685",
        ),
    ),
    Source(
        "O67",
        "志愿服务记录与证明出具办法（试行）（民政部令第67号）",
        date(2021, 2, 1),
        (
            "Order 67",
            "民政部令第67号",
            "Order 67 of the Ministry of Civil Affairs",
            "《志愿服务记录与证明出具办法（试行）》",
        ),
    ),
    Source("CC", "民法典", date(2021, 1, 1), ("Civil Code", "《民法典》")),
    Source(
        "PIPL",
        "个人信息保护法",
        date(2021, 11, 1),
        ("PIPL", "Personal Information Protection Law", "《个人信息保护法》"),
    ),
    Source("NDR", "网络数据安全管理条例", date(2025, 1, 1), ("Data Regulation",)),
    Source("MIN", "未成年人网络保护条例", date(2024, 1, 1), ("Minors Online Regulation", "《未成年人网络保护条例》")),
    Source(
        "MPL",
        "未成年人保护法",
        date(2021, 6, 1),
        ("Law on the Protection of Minors", "《未成年人保护法》"),
    ),
    Source("CEL", "义务教育法", date(2006, 9, 1), ("Compulsory Education Law", "《义务教育法》")),
    Source("LL", "劳动法", date(1995, 1, 1), ("Labour Law",)),
    Source("ERL", "突发事件应对法（2024 年修订）", date(2024, 11, 1), ("Emergency Response Law", "《突发事件应对法》")),
    Source("CSL", "网络安全法", date(2017, 6, 1), ("Cybersecurity Law",)),
    Source("CHL", "慈善法（2023 年修正）", date(2024, 9, 5), ("Charity Law",)),
    Source("GB22239", "GB/T 22239-2019 网络安全等级保护基本要求", date(2019, 12, 1), ("GB/T 22239-2019", "GB/T 22239")),
    Source("GB39786", "GB/T 39786-2021 信息系统密码应用基本要求；商用密码管理条例", date(2023, 7, 1), ("GB/T 39786",)),
    Source("GB40143", "GB/T 40143-2021 志愿服务组织基本规范", date(2021, 12, 1), ("GB/T 40143",)),
    Source("M340", "志愿服务记录办法（民函〔2012〕340号）", date(2012, 10, 23), ("民函〔2012〕340号",)),
    Source(
        "M149", "关于规范志愿服务记录证明工作的指导意见（民发〔2015〕149号）", date(2015, 8, 3), ("民发〔2015〕149号",)
    ),
    Source(
        "A12", "政务移动互联网应用程序规范化管理办法（国办函〔2026〕12号）", date(2026, 1, 25), ("国办函〔2026〕12号",)
    ),
    Source("F24", "整治形式主义为基层减负若干规定", date(2024, 7, 30), ()),
    Source("OP24", "关于健全新时代志愿服务体系的意见", date(2024, 4, 12), ()),
    Source("LOC", "地方志愿服务条例（山东、宁波、浙江、北京、河南、重庆、江苏）", date(2015, 1, 1), ()),
    Source("BFL", "无障碍环境建设法；互联网网站适老化通用设计规范", date(2023, 9, 1), ()),
    Source("GOV", "政务系统一般要求（备案、审图号、统一身份认证、数据目录）", date(2021, 1, 1), ()),
)
BY_KEY = {source.key: source for source in SOURCES}
