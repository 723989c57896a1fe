"""What a site of a kind must have to meet the standard (阵地标准化): a dated list for each kind, set by each area."""

from dataclasses import dataclass
from typing import ClassVar

SIX = ("场所", "队伍", "项目", "设施", "制度", "标识")
LONGEST, MOST_ITEMS = 20, 16


@dataclass(frozen=True, slots=True)
class SiteStandard:
    """The items by kind of site, as they are written on the check list; an empty list means no standard is set.

    Default for centre, institute and station: the six haves (六有) of the 2024 Opinion on a sound system of volunteer
    service (中办、国办《关于健全新时代志愿服务体系的意见》, 2024-04): place, team, project, facilities, rules, signs.
    Cities had lists of their own before (handbooks of practice centres; window stations "六有一落实", rest stations
    "八有"), which differ from place to place: an area enters its own with its source.
    """

    KIND: ClassVar[str] = "site_standard"
    SOURCE: ClassVar[str] = "2024 Opinion on volunteer service, six haves of service stations"

    centre: tuple[str, ...] = SIX
    institute: tuple[str, ...] = SIX
    station: tuple[str, ...] = SIX
    branch: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    point: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for kind in ("centre", "institute", "station", "branch", "base", "point", "rest"):
            items = getattr(self, kind)
            if len(items) > MOST_ITEMS or len(set(items)) < len(items):
                raise ValueError("每一级最多 16 项，同一项不能写两次。")
            if any(not item.strip() or len(item) > LONGEST for item in items):
                raise ValueError("每一项写 1 到 20 个字，例如“场所”。")

    def items(self, kind: str) -> tuple[str, ...]:
        """What a site of this kind must have."""
        found: tuple[str, ...] = getattr(self, kind, ())
        return found
