"""Who works in the offices: accounts with appointments in every county, township and the city."""

from dataclasses import dataclass, field

from baiying.accounts import bulk as accounts
from baiying.demo import numbers
from baiying.demo.loading import names
from baiying.demo.loading.city import City
from baiying.demo.loading.stage import Stage, moment

# Phones of the offices; those of the volunteers begin at a million.
FIRST_PHONE = 100_000


@dataclass(slots=True)
class Offices:
    """Account ids by area: clerks of townships, reviewers and offices of counties."""

    clerks: dict[int, int] = field(default_factory=dict)
    reviewers: dict[int, int] = field(default_factory=dict)
    counties: dict[int, int] = field(default_factory=dict)
    city: int = 0
    # Rules need a second person.
    city_second: int = 0


def build(stage: Stage, city: City) -> Offices:
    chance = stage.chance("offices")
    since = moment(stage.first_day.replace(day=1), 9 * 60)
    wanted = [("city_office", city.root, "市文明实践服务中心"), ("city_office", city.root, "市志愿服务科")]
    for county in city.counties:
        wanted += [("county_office", county, "县级主管"), ("hours_reviewer", county, "时长复核")]
    wanted += [("place_staff", township, "站所工作人员") for township in city.townships]
    rows = [
        accounts.account(
            phone=numbers.phone(FIRST_PHONE + i),
            display_name=names.person(chance, chance.choice(("female", "male")), chance.randrange(1966, 2000)),
            created_at=since,
        )
        for i in range(len(wanted))
    ]
    accounts.add_accounts(rows)
    made = Offices()
    appointments = []
    for row, (role, area, title) in zip(rows, wanted, strict=True):
        appointments.append(accounts.AppointmentRow(row.id, role, area.id, since, title))
        if role == "city_office":
            made.city, made.city_second = made.city_second, row.id
        else:
            {"place_staff": made.clerks, "hours_reviewer": made.reviewers}.get(role, made.counties)[area.id] = row.id
    accounts.add_appointments(appointments)
    return made
