"""The fixed cast: one of each role that the platform knows, the same in tests and in the invented city.

| member | role | stands at |
|---|---|---|
| resident | requester: an account, not registered | - |
| volunteer | volunteer, counted | the first village |
| minor | volunteer of 15, the guardian agreed | the first village |
| guardian | guardian of the minor | - |
| leader | leader of the team (also a volunteer) | the first village |
| unit_admin | administrator of the body (also a volunteer) | the first township |
| clerk | place_staff | the first township |
| reviewer | hours_reviewer | the first county |
| county | county_office | the first county |
| city | city_office | the city |
| deputy | city_office, the second person for rules | the city |
| auditor, sysadmin, secadmin | the three administrators | the platform |
| stranger | volunteer, counted | the last village, in another county |
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.accounts import bulk as accounts
from baiying.accounts.queries import Role
from baiying.demo import builders, numbers
from baiying.kit import clock
from baiying.people import bulk as people
from baiying.places import bulk as places
from baiying.teams import bulk as teams


@dataclass(frozen=True, slots=True)
class Part:
    """A part before anybody plays it. `phone` ends in the number of the part."""

    key: str
    name: str
    serial: int
    title: str | Promise
    can_try: str | Promise
    office: str = ""
    age: int = 0
    sex: str = "female"

    @property
    def phone(self) -> str:
        return numbers.phone(self.serial)


PARTS = (
    Part("resident", "何秀英", 1, _("居民"), _("浏览活动，走一遍志愿者注册。")),
    Part("volunteer", "林晓雨", 2, _("志愿者"), _("看下一个班次，签到、签退，查时长。"), age=29),
    Part("minor", "陈一诺", 3, _("未成年志愿者"), _("15 岁，监护人已同意，可以报名适合的岗位。"), age=15, sex="male"),
    Part("guardian", "陈建国", 4, _("监护人"), _("查看孩子的服务，撤回或保留同意。"), sex="male"),
    Part("leader", "周敏", 5, _("领队"), _("打开现场页，出示签到码，写活动方案。"), age=41),
    Part("unit_admin", "吴志强", 6, _("单位管理员"), _("发布等着的活动，批准入队申请。"), age=46, sex="male"),
    Part("clerk", "郑丽华", 7, _("站所工作人员"), _("核验实名，现场代办注册，打印志愿者证。"), "place_staff"),
    Part(
        "reviewer", "孙伟", 8, _("时长复核员"), _("复核点名、纸质签到的时长，答复异议。"), "hours_reviewer", sex="male"
    ),
    Part("county", "马红霞", 9, _("县级主管"), _("看本区数字，逐级点到人，设目标。"), "county_office"),
    Part("city", "高明", 10, _("市级主管"), _("看全市指标，导入区划，改规则。"), "city_office", sex="male"),
    Part("deputy", "沈佳慧", 15, _("市级主管（第二位）"), _("确认或撤回高明提出的规则。"), "city_office"),
    Part("auditor", "许静", 11, _("审计员"), _("查操作记录：谁在什么时候看过、改过什么。"), "auditor"),
    Part("sysadmin", "郭磊", 12, _("系统管理员"), _("导入区划，维护节假日。"), "sysadmin", sex="male"),
    Part("secadmin", "曹玉梅", 13, _("安全管理员"), _("任免岗位，解除登录锁定。"), "secadmin"),
    Part("stranger", "谢东升", 14, _("另一个县的志愿者"), _("看不到别人的东西。"), age=34, sex="male"),
)
BY_KEY = {part.key: part for part in PARTS}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the cast. Leader and unit administrator have the body, the leader also the team."""

    key: str
    part: Part
    phone: str
    account: accounts.Account
    person: people.Person | None = None
    appointment: accounts.Appointment | None = None
    body: teams.Body | None = None
    team: teams.Team | None = None


def born(age: int, at: datetime) -> date:
    """A birthday that makes somebody so old on the day, four months ago."""
    day = clock.local_date(at)
    return date(day.year - age, day.month, min(day.day, 28)) - timedelta(days=120)


def build(city: builders.SmallCity, *, at: datetime = builders.NOW, version: str = "") -> dict[str, Member]:
    """Everybody, with body and team, in a city of the small shape; `at` is when the ages hold.

    `version` of the text to which they agreed, long ago; today's if nothing is said.
    """
    rows = {part.key: builders.account(part.phone, name=part.name) for part in PARTS}
    persons = _persons(city, rows, at, version)
    body = builders.body(f"{city.counties[0].name}文明实践志愿服务总队", area=city.counties[0])
    team = builders.team(body, f"{city.townships[0].name}文明交通志愿服务队", area=city.townships[0])
    for key in ("leader", "volunteer", "minor"):
        builders.membership(team, persons[key])
    builders.office(rows["leader"], body, team)
    builders.office(rows["unit_admin"], body)
    appointments = _appointments(city, rows)
    return {
        part.key: Member(
            part.key,
            part,
            part.phone,
            rows[part.key],
            persons.get(part.key),
            appointments.get(part.key),
            body if part.key in {"leader", "unit_admin"} else None,
            team if part.key == "leader" else None,
        )
        for part in PARTS
    }


def _title(part: Part) -> str:
    """What an appointment is called there; nothing where that is the role's name, which everybody reads in their own
    language.
    """
    return "" if str(part.title) in {str(name) for _, name in Role.choices} else str(part.title)


def _persons(
    city: builders.SmallCity, rows: dict[str, accounts.Account], at: datetime, version: str
) -> dict[str, people.Person]:
    homes: dict[str, places.Division] = {"stranger": city.villages[-1]}
    made = {}
    for part in PARTS:
        if not part.age:
            continue
        is_minor = part.key == "minor"
        made[part.key] = builders.person(
            part.name,
            residence=homes.get(part.key, city.villages[0]),
            born=born(part.age, at),
            sex=part.sex,
            account=rows[part.key],
            phone=part.phone,
            verified_by=rows["clerk"],
            guardian=rows["guardian"] if is_minor else None,
            parent=builders.Parent(BY_KEY["guardian"].name, BY_KEY["guardian"].phone, "father") if is_minor else None,
            version=version,
            skills=("first_aid",) if part.key == "volunteer" else (),
            categories=("traffic", "civility"),
            availability=(15, 16, 18, 19),
            at=at,
        )
    return made


def _appointments(city: builders.SmallCity, rows: dict[str, accounts.Account]) -> dict[str, accounts.Appointment]:
    areas: dict[str, places.Division | None] = {
        "place_staff": city.townships[0],
        "hours_reviewer": city.counties[0],
        "county_office": city.counties[0],
        "city_office": city.city,
    }
    return {
        part.key: builders.appointment(rows[part.key], part.office, areas.get(part.office), title=_title(part))
        for part in PARTS
        if part.office
    }
