"""U16: a rare name and number planted everywhere, the account closed, the database dumped: they are nowhere."""

import os
import subprocess
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from baiying.complaints.models import Complaint
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock
from baiying.kit.backups import dumping
from baiying.kit.models import JobFault, SavedView, Taken
from baiying.notices import actions as notices
from baiying.people import queries as people
from baiying.privacy import actions, jobs
from baiying.privacy.models import Copy
from tests.cast import log_in
from tests.complaints.test_filing import opened
from tests.people import world
from tests.privacy.test_closing import ask, close

NAME, PHONE = "鸑鷟一诺", "19977778888"


def dumped() -> str:
    """The whole database as pg_dump writes it, by its owner."""
    name = connections["default"].settings_dict["NAME"]
    owner = os.environ["BAIYING_OWNER_DATABASE_URL"].replace("/postgres?", f"/{name}?")
    command = [str(dumping._program("pg_dump", 180000)), "--data-only", "--inserts", f"--dbname={owner}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert "people_person" in done.stdout
    return done.stdout


@pytest.mark.race
def test_u16_no_hit_in_the_dump_and_the_newcomer_sees_nothing(own_database: str) -> None:
    area = world.make_area()
    client, office = Client(), world.staff("county_office", area.county, "19900000304")
    number = world.id_number(world.born_years_ago(30))
    world.register(client, area, phone=PHONE, name=NAME, number=number)
    person = people.persons_of_phone(PHONE).get()
    at = clock.now()
    # Corrected, searched for by name and by number, looked at, complained, told to others, exported, failed.
    client.post("/mine/profile/edit/", {"residence": area.village.public_id, "service": area.village.public_id})
    for typed in (NAME, number):
        office.post("/desk/people/", {"q": typed}, follow=True)
    office.get(f"/desk/people/{person.public_id}/")
    client.post("/complaints/new/", {**opened(client), "words": f"我是{NAME}，站里没人", "name": NAME, "phone": PHONE})
    assert Complaint.objects.filter(person=person).exists()
    inbox = builders.person("队长", residence=area.village).public_id
    notices.write(kind="left", text=f"{NAME}不能来了", at=at, inbox=inbox)
    notices.write(kind="left", text="给自己的", at=at, inbox=person.public_id, phone=PHONE)
    team = builders.team(builders.body(area=area.county))
    membership = builders.membership(team, person, joined=False)
    type(membership).objects.filter(pk=membership.pk).update(words=f"{NAME}想加入，电话{PHONE}")
    JobFault.objects.create(
        job="x", subject_id=1, error=f"Traceback … {NAME} {number}", first_at=at, last_at=at, times=1
    )
    SavedView.objects.create(
        account_id=1, key="people", path="/desk/people/", name=NAME, query=f"q={NAME}", created_at=at
    )
    Taken.objects.create(
        at=at, account_id=1, role="county_office", label="王干事", key="people", title="志愿者", reason=f"核对{NAME}",
        personal=True, narrowed=[], columns=[], rows=1, path="/x/", query=f"q={number}", by_post=True,
        until=clock.local_date(at), last_at=at,
    )  # fmt: skip
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('default', 'x', %s::jsonb, 'failed')",
            [f'{{"who": "{NAME}"}}'],
        )
    client.post("/mine/data/copies/")
    jobs.make_copy(Copy.objects.get().pk)
    before = dumped()
    assert NAME in before
    close(ask(client, PHONE))
    after = dumped()
    hits = [line[:300] for line in after.splitlines() if any(one in line for one in (NAME, number, PHONE))]
    assert not hits, "\n".join(hits)
    newcomer = Client()
    assert world.register(newcomer, area, phone=PHONE, name=NAME, number=number) == "/register/done/"
    again = people.persons_of_phone(PHONE).get()
    assert again.pk != person.pk
    assert "站里没人" not in newcomer.get("/mine/complaints/").content.decode()
    assert "给自己的" not in newcomer.get("/messages/").content.decode()
    assert not people.looks_at(again.pk)


@pytest.mark.race
def test_a_closing_that_fails_half_way_leaves_everything_as_it_was(own_database: str, monkeypatch: Any) -> None:
    cast = the_cast.build(builders.small_city())
    me = cast["volunteer"]
    row = ask(log_in(me), me.phone)
    monkeypatch.setattr("baiying.people.actions.blank_record", lambda **_: 1 / 0)
    assert actions.close_due(at=row.due_at) == 0
    fresh = people.person_by_id(me.person.pk)
    assert fresh is not None
    assert (fresh.name, people.phone_of(fresh)) == (me.part.name, me.phone)
    assert JobFault.objects.filter(job="privacy.close_due").exists()
    monkeypatch.undo()
    assert actions.close_due(at=row.due_at + timedelta(hours=1)) == 1
