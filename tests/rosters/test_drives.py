"""Open drives: posters with a square for each place, who came by them, and their end."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.notices.models import Message
from baiying.people.models import Registration
from baiying.rosters import actions
from baiying.rosters.models import Drive, DriveArrival, DriveSource
from tests.cast import log_in
from tests.people.world import code_for
from tests.rosters.makers import School, number_of
from tests.rosters.test_accepting import walk

pytestmark = pytest.mark.django_db

ADULT = date(1990, 5, 4)


def begun(school: School, **more: Any) -> Drive:
    given = {
        "form_id": new_public_id(), "owner": school.body.public_id, "title": "春季招募", "words": "一起来",
        "team": "", "ends_on": (clock.local_date(clock.now()) + timedelta(days=10)).isoformat(),
        "sources": "食堂\n图书馆\n 食堂 \n",
    }  # fmt: skip
    answer = school.clerk.post("/desk/drives/new/", given | more)
    assert answer.status_code == 303, answer.content.decode()
    return Drive.objects.get(public_id=answer["Location"].rstrip("/").rpartition("/")[2])


def comes(school: School, source: DriveSource, n: int) -> None:
    """Somebody scans, and registers by the ordinary way."""
    client, phone = Client(), f"1390000{n:04d}"
    assert client.post(f"/drives/{source.public_id}/registration/")["Location"] == "/register/"
    client.post("/register/", {"phone": phone})
    client.post("/log-in/code/", {"code": code_for(phone)})
    assert walk(client, school, name="赵来", number=number_of(n, ADULT)) == "/register/done/"


def test_each_place_has_a_poster_whose_square_opens_the_drive(school: School) -> None:
    row = begun(school)
    names = list(row.sources.order_by("id").values_list("name", flat=True))
    assert names == ["食堂", "图书馆"]
    page = school.clerk.get(f"/desk/drives/{row.public_id}/posters/").content.decode()
    for source in row.sources.all():
        assert f"/drives/{source.public_id}/" in page
        shown = Client().get(f"/drives/{source.public_id}/").content.decode()
        assert "春季招募" in shown
        assert school.body.name in shown
    one = school.clerk.get(f"/desk/drives/{row.public_id}/posters/", {"source": source.public_id}).content.decode()
    assert one.count("by-wall-code") == 1


def test_who_scans_registers_by_the_ordinary_way_and_only_that_is_counted(school: School) -> None:
    row = begun(school)
    canteen, library = row.sources.order_by("id")
    for _ in range(7):
        Client().get(f"/drives/{library.public_id}/")
    comes(school, canteen, 11)
    assert list(DriveArrival.objects.values_list("source__name", flat=True)) == ["食堂"]
    made = Registration.objects.get(person=DriveArrival.objects.get().person)
    assert (made.channel, made.verified_at) == ("self", None)


def test_counts_are_rounded_so_that_nobody_is_told_from_them(school: School) -> None:
    row = begun(school)
    canteen, library = row.sources.order_by("id")
    at = clock.now()
    for n in range(11):
        verified = n < 6
        person = builders.person(residence=school.city.villages[0], verified=verified)
        actions.take_brought((canteen if n < 10 else library).public_id, person.pk, None, at)  # type: ignore[arg-type]
        actions.take_brought(library.public_id, person.pk, None, at)  # type: ignore[arg-type]
    page = school.clerk.get(f"/desk/drives/{row.public_id}/").content.decode()
    assert page.count("至少 10 人") == 2
    assert page.count("至少 5 人") == 2
    assert page.count("不到 5 人") == 2
    assert DriveArrival.objects.count() == 11


def test_a_drive_ends_on_its_day_and_says_so_and_counts_nobody_any_more(school: School) -> None:
    row = begun(school)
    source = row.sources.order_by("id")[0]
    Drive.objects.update(ends_on=clock.local_date(clock.now()) - timedelta(days=1))
    assert "招募已经结束" in Client().get(f"/drives/{source.public_id}/").content.decode()
    comes(school, source, 12)
    assert not DriveArrival.objects.exists()


def test_ending_a_drive_early_is_asked_once_and_twice_is_once(school: School) -> None:
    row = begun(school)
    ending = f"/desk/drives/{row.public_id}/ending/"
    assert "现在结束招募" in school.clerk.get(ending).content.decode()
    for _ in range(2):
        assert school.clerk.post(ending).status_code == 303
    row.refresh_from_db()
    assert row.ended_by_id == school.cast["unit_admin"].account.pk
    assert "招募已经结束" in school.clerk.get(f"/desk/drives/{row.public_id}/").content.decode()


def test_who_is_a_volunteer_is_shown_the_team_and_whoever_comes_hears_of_it(school: School) -> None:
    team = builders.team(school.body, "图书馆志愿队")
    row = begun(school, team=team.public_id)
    source = row.sources.order_by("id")[0]
    page = log_in(school.cast["volunteer"]).get(f"/drives/{source.public_id}/").content.decode()
    assert f"/teams/{team.public_id}/" in page
    assert "去注册" not in page
    comes(school, source, 13)
    assert Message.objects.filter(kind="rosters.team").count() == 1


def test_another_bodys_team_and_what_is_missing_are_said_and_nothing_is_lost(school: School) -> None:
    other = builders.team(builders.body(area=school.city.counties[0]), "别家的队")
    answer = school.clerk.post("/desk/drives/new/", {"title": "春季招募", "team": other.public_id, "sources": "食堂"})
    assert answer.status_code == 422
    assert "春季招募" in answer.content.decode()
    assert not Drive.objects.exists()
    assert log_in(school.cast["volunteer"]).get("/desk/drives/").status_code == 404
    row = begun(school)
    assert log_in(school.cast["volunteer"]).get(f"/desk/drives/{row.public_id}/").status_code == 404


def test_the_same_form_twice_is_one_drive(school: School) -> None:
    form_id = new_public_id()
    assert begun(school, form_id=form_id) == begun(school, form_id=form_id)


def test_the_clerk_chooses_among_the_bodys_teams_which_one_people_are_asked_to_join(school: School) -> None:
    teams = [builders.team(school.body, name) for name in ("晨读队", "图书馆队")]
    page = school.clerk.get("/desk/rosters/new/").content.decode()
    assert all(f'value="{one.public_id}"' in page for one in teams)
    row = school.brought([["赵来", number_of(21, ADULT), "1班", "13900000021"]], team=teams[1].public_id)
    assert row.team == teams[1]
    other = builders.team(builders.body(area=school.city.counties[0]), "别家的队")
    answer = school.bring(school.county, pasted="姓名\n赵来", team=other.public_id)
    assert answer.status_code == 422
