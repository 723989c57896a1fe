"""A roster of the cast's own unit: two classes and a staff room, half of whom have come."""

from datetime import date, timedelta

from baiying.demo import numbers
from baiying.demo.loading.scenes import Story
from baiying.demo.loading.stage import Stage
from baiying.people.bulk import Person
from baiying.rosters import bulk

_SURNAMES, _GIVEN = "王李张刘陈杨赵黄周吴", ("梓涵", "一诺", "浩宇", "欣怡", "子轩", "雨桐")
_GROUPS = (("高一1班", 24, 16), ("高一2班", 22, 16), ("教师", 12, 38))


def load(stage: Stage, story: Story, came: int = 2) -> None:
    """What the unit's administrator finds: every second one has accepted, and nothing says who."""
    chance = stage.chance("rosters")
    lines: list[bulk.Line] = []
    for group, size, age in _GROUPS:
        for n in range(size):
            born = date(stage.anchor.year - age, 1 + n % 12, 1 + n % 28)
            at = len(lines) + 2
            lines.append(
                bulk.Line(
                    number=at,
                    name=chance.choice(_SURNAMES) + chance.choice(_GIVEN),
                    birth=born.isoformat(),
                    phone=numbers.phone(7000 + at) if age > 18 else "",
                    guardian_name="" if age > 18 else chance.choice(_SURNAMES) + "家长",
                    guardian_phone="" if age > 18 else numbers.phone(7000 + at),
                    group=group,
                    leader=group == "教师" and n < 6,
                )
            )
    team = story.team
    account = story.members["unit_admin"].account.pk
    sent = stage.at - timedelta(days=6)
    about = {"area_id": team.county.id, "body_id": team.body_id, "title": "高一年级和教师名册.xlsx"}
    row = bulk.sent(lines, made_at=sent, made_by_id=account, **about)
    bulk.add_rosters([row])
    invited = [bulk.invitation(row, line) for line in lines]
    there = Person.objects.filter(created_at__lt=sent).order_by("-id").values_list("pk", flat=True)
    persons = list(there[: len(lines)])
    for number, (one, person_id) in enumerate(zip(invited, persons, strict=False)):
        if number % came == 0:
            one.accepted_at, one.person_id = sent + timedelta(hours=1 + number), person_id
    bulk.add_invitations(invited)
