"""What the city has said of its own rules: versions in force since it began, and one that waits for a second person."""

from datetime import date, timedelta

from baiying.demo.loading.city import SOURCE, City
from baiying.demo.loading.offices import Offices
from baiying.demo.loading.stage import Stage, moment
from baiying.kit import clock
from baiying.places import bulk


def build(stage: Stage, city: City, staff: Offices) -> None:
    """The city has said what else would be the default, so that every entry names a version."""
    since = date(stage.anchor.year - 3, 1, 1)
    at = moment(since, 9 * 60)
    bulk.add_rule_sets(
        [
            bulk.RuleSetRow(
                kind,
                area_id,
                since,
                f"演示市志愿服务办法（{SOURCE}）",
                at,
                staff.city,
                at,
                staff.city_second,
                values,
            )
            for kind, area_id, values in (
                ("hours", city.root.id, {"minimum_presence_percent": 20}),
                ("registration", city.root.id, {"min_self_age": 13}),
                ("figures", city.root.id, {"default_threshold": 20}),
                ("data_handler", city.root.id, _handler(city)),
                # Whoever tries the demo comes in as one of the cast: there is no device of theirs to prove anything by.
                ("log_in", None, {"second_factor_roles": []}),
            )
        ]
    )


def _handler(city: City) -> dict[str, str]:
    """Invented, and said to be: nobody answers at this number."""
    return {
        "name": f"{city.root.name}新时代文明实践中心（演示）",
        "address": "文明路 1 号（演示）",
        "phone": "19900000000",
        "officer": "办公室（演示）",
        "complaints": "演示城市没有真的投诉电话",
    }


def propose(stage: Stage, city: City, staff: Offices) -> None:
    """Tomorrow's higher threshold of publishing lies on the desk of whoever may confirm it."""
    first = clock.local_date(stage.at) + timedelta(days=14)
    source = f"演示市数据公开办法（{SOURCE}）"
    at = stage.at - timedelta(days=1)
    values = {"least_people": 20}
    bulk.add_rule_sets([bulk.RuleSetRow("privacy", city.root.id, first, source, at, staff.city, values=values)])
