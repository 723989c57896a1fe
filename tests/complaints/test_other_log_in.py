"""The other log-in of a merged human, and the name that the record has, are the same human in complaints."""

from typing import Any

import pytest

from baiying.complaints.models import Concern
from baiying.demo import builders
from baiying.people.models import Person
from tests.complaints.test_whom_it_is_about import desk

pytestmark = pytest.mark.django_db


def test_below_reads_nothing_about_the_superiors_other_log_in(client_as: Any, city: Any) -> None:
    """The head of the office leads an activity by the other log-in; the records are one; the clerk below reads it."""
    one, two = builders.account("19900000671", name="甲名"), builders.account("19900000672", name="乙名")
    goes_on = builders.person("甲名", residence=city.villages[0], account=one)
    merged = builders.person("乙名", residence=city.villages[0], account=two)
    Person.objects.filter(pk=merged.pk).update(merged_into=goes_on, closed_at=builders.NOW)
    builders.appointment(one, "city_office", city.city)
    row = builders.complaint(city.counties[0], "站里没有人。")
    Concern.objects.create(complaint=row, account=two)
    assert client_as("county").get(desk(row)).status_code == 404


def test_below_reads_nothing_about_a_superior_by_the_name_of_the_record(client_as: Any, city: Any) -> None:
    """The account says 王主任, the record and the complaint say 王建国."""
    boss = builders.account("19900000671", name="王主任")
    builders.person("王建国", residence=city.villages[0], account=boss)
    builders.appointment(boss, "city_office", city.city)
    row = builders.complaint(city.counties[0], "王建国收了三十元。")
    assert client_as("county").get(desk(row)).status_code == 404


def test_what_one_log_in_filed_is_ones_own_by_the_other(client: Any, city: Any) -> None:
    one, two = builders.account("19900000671", name="甲名"), builders.account("19900000672", name="甲名")
    goes_on = builders.person("甲名", residence=city.villages[0], account=one)
    ended = builders.person("甲名", residence=city.villages[0], account=two)
    row = builders.complaint(city.counties[0], "灯坏了", account=two, person_id=goes_on.pk)
    client.force_login(one, backend="baiying.accounts.backend.AccountBackend")
    assert client.get(f"/complaints/{row.public_id}/").status_code != 200
    Person.objects.filter(pk=ended.pk).update(merged_into=goes_on, closed_at=builders.NOW)
    assert client.get(f"/complaints/{row.public_id}/").status_code == 200
    assert row.public_id in client.get("/mine/complaints/").content.decode()
