"""A small world for these two rooms: two counties, staff, and people who come in through the pages."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client

from baiying.accounts import actions as accounts
from baiying.accounts.models import Account
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.kit.values.actor import system
from baiying.notices import queries as notices
from baiying.people import rules
from baiying.people.models import Guardianship
from baiying.places.models import Division, RuleSet, Site

ACTOR = system("tests")


@dataclass
class Area:
    city: Division
    county: Division
    township: Division
    village: Division
    other_county: Division
    other_village: Division


def _division(code: str, name: str, level: str, parent: Division | None = None) -> Division:
    made = Division.objects.create(code=code, name=name, level=level, parent=parent)
    made.path = [*(parent.path if parent else []), made.pk]
    made.save()
    return made


def make_area() -> Area:
    city = _division("419900000000", "百应市", "city")
    county = _division("419901000000", "东河区", "county", city)
    township = _division("419901001000", "柳林街道", "township", county)
    village = _division("419901001001", "柳林社区", "village", township)
    other_county = _division("419902000000", "西河区", "county", city)
    other_township = _division("419902001000", "桥头镇", "township", other_county)
    other_village = _division("419902001201", "桥头村", "village", other_township)
    Site.objects.create(
        division=county,
        level="centre",
        name="东河区实践中心",
        state="built",
        state_since=date(2024, 1, 1),
        phone="0000-1234567",
        address="东河路 1 号",
    )
    return Area(city, county, township, village, other_county, other_village)


def id_number(born: date, n: int = 1, *, male: bool = False) -> str:
    """An invented number with a right check character."""
    first = f"419901{born:%Y%m%d}{n:02d}{1 if male else 2}"
    return first + identifiers.citizen_id_check(first)


def born_years_ago(years: int) -> date:
    today = clock.local_date(clock.now())
    return date(today.year - years, 1, 1) if today > date(today.year, 1, 1) else today - timedelta(days=365 * years)


def code_for(phone: str) -> str:
    """The six digits of the last message to the phone."""
    for message in notices.on_screen(phone, limit=5):
        found = re.search(r"(?<!\d)\d{6}(?!\d)", message.wording)
        if found and message.kind == "log_in_code":
            return found[0]
    raise AssertionError(f"no code was sent to {phone}")


def log_in(client: Client, phone: str) -> str:
    """Come in by code; gives the address one lands at."""
    assert client.post("/log-in/", {"phone": phone}).status_code == 303
    answer = client.post("/log-in/code/", {"code": code_for(phone)})
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def staff(role: str, area: Division | None, phone: str, name: str = "王干事") -> Client:
    account = make_account(phone, name)
    builders.appointment(account, role, area, starts_at=clock.now() - timedelta(days=1))
    client = Client()
    assert log_in(client, phone) == "/desk/"
    return client


def make_account(phone: str, name: str = "某人") -> Account:
    return accounts.create_account(phone=phone, display_name=name, actor=ACTOR, at=clock.now())


# The text in force, as the page sends it back with the ticks.
TEXT = "volunteer_service-3"
AGREED = {"volunteer_service": "on", "id_number": "on", "read": TEXT}


def agreement(row: Guardianship) -> dict[str, str]:
    """What the page of a guardian sends who agrees."""
    age = identifiers.age_on(row.ward.birth_date, clock.local_date(clock.now()))
    return {"agree": "on", "read": f"{rules.guardian_purpose(age, rules.RegistrationRules())}-{row.version}"}


def register(
    client: Client,
    area: Area,
    *,
    phone: str,
    name: str = "李小红",
    number: str = "",
    guardian_phone: str = "",
    village: Division | None = None,
) -> str:
    """Walk the registration's pages to the end; gives the address it stops at."""
    village = village or area.village
    number = number or id_number(born_years_ago(30))
    assert client.post("/register/", {"phone": phone}).status_code == 303
    # Whoever is asked as a guardian comes to the request first, and may register all the same.
    assert client.post("/log-in/code/", {"code": code_for(phone)})["Location"] in {"/register/", "/log-in/unknown/"}
    assert client.get("/register/")["Location"] == "/register/area/"
    picked = {"residence": village.public_id, "service": village.public_id}
    assert client.post("/register/area/", picked)["Location"] == "/register/name/"
    answer = client.post("/register/name/", {"name": name, "id_number": number})
    if answer.status_code != 303:
        return answer.content.decode()
    if answer["Location"] == "/register/guardian/":
        given = {"guardian_name": "李大山", "relation": "father", "guardian_phone": guardian_phone}
        answer = client.post("/register/guardian/", given)
        assert answer.status_code == 303, answer.content.decode()
    if answer["Location"] != "/register/interests/":
        return str(answer["Location"])
    interests = {"categories": ["community", "care"], "skills": ["haircut"], "availability": ["15", "16"]}
    assert client.post("/register/interests/", interests)["Location"] == "/register/consent/"
    answer = client.post("/register/consent/", AGREED)
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def rule_set(kind: str, area: Division | None = None, *, since: date = date(2020, 1, 1), **values: Any) -> None:
    """Rules that hold everywhere (or in an area) since long ago, as far as they differ from the defaults."""
    RuleSet.objects.create(
        kind=kind,
        area=area,
        valid_from=since,
        values=values,
        source="测试",
        proposed_at=datetime(2020, 1, 1, tzinfo=UTC),
        proposed_by_id=-1,
        confirmed_at=datetime(2020, 1, 1, tzinfo=UTC),
        confirmed_by_id=-2,
        in_force_from=since,
    )
