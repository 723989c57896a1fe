"""What was said of a site by mistake is taken back: that there is one, and from which day its state holds (R024)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo.builders.places import SmallCity
from baiying.kit.models import AuditEvent
from baiying.places import queries
from baiying.places.models import Site, SiteStateChange

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
NAME = "槐树广场实践点"


@pytest.fixture
def city(db: None) -> SmallCity:
    return builders.small_city()


def office_page(site: Site, *more: str) -> str:
    return "/".join((f"/desk/places/coverage/sites/{site.public_id}", *more, ""))


def set_up(office: Client, city: SmallCity) -> Site:
    given = {"level": "point", "name": NAME, "since": "2026-11-01", "datum": "wgs84"}
    answer: Any = office.post(f"/desk/places/coverage/{city.village.public_id}/sites/new/", given)
    assert answer.status_code == 303
    return Site.objects.filter(level="point").latest("pk")


def test_r024_a_site_set_up_by_mistake_is_taken_back_and_shown_nowhere(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    site = set_up(office, city)
    public = f"/sites/{site.public_id}/"
    assert f"/sites/{site.public_id}/undoing/" in office.get(office_page(site)).content.decode()
    assert NAME in office.get(office_page(site, "undoing")).content.decode()
    for _ in range(2):
        assert office.post(office_page(site, "undoing")).status_code == 303
    assert Client().get(public).status_code == 404
    assert office.get(office_page(site)).status_code == 404
    for address in ("/sites/", f"/sites/?q={NAME}", f"/sites/{city.site.public_id}/"):
        assert public not in Client().get(address).content.decode(), address
    listed = office.get("/desk/places/site-list/?level=point").context["list"]
    assert not listed.rows
    assert queries.sites_within(city.city.pk).filter(level="point").count() == 0
    assert AuditEvent.objects.filter(action="SiteTakenBack", subject_id=site.pk).count() == 1
    # The same name is free again, for another site.
    assert set_up(office, city).pk != site.pk


def test_r024_what_hangs_on_a_site_or_is_due_is_not_taken_back(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    site = set_up(office, city)
    given = {"role": "head", "name": "张明", "since": "2026-11-01"}
    assert office.post(office_page(site, "staff"), given).status_code == 303
    text = office.post(office_page(site, "undoing"), follow=True).content.decode()
    assert "不能撤销新建" in text
    text = office.post(office_page(city.site, "undoing"), follow=True).content.decode()
    assert "中心、所、站每个地区各一个" in text
    assert not Site.objects.filter(withdrawn_at__isnull=False).exists()
    neighbour = visit("county_office", city.counties[1])
    assert neighbour.post(office_page(site, "undoing")).status_code == 404
    assert neighbour.post(office_page(site, "since"), {"since": "2022-03-01"}).status_code == 404


def test_r024_another_hand_is_told_that_it_was_taken_back(city: SmallCity, visit: Visit) -> None:
    site = set_up(visit("city_office", city.city), city)
    visit("city_office", city.city).post(office_page(site, "undoing"))
    text = visit("city_office", city.city).post(office_page(site, "undoing"), follow=True).content.decode()
    assert "别人已经撤销了这个阵地" in text


def test_r024_a_wrong_day_is_corrected_by_the_same_state_and_put_back(city: SmallCity, visit: Visit) -> None:
    office, site = visit("city_office", city.city), city.site
    before = site.state_since
    for _ in range(2):
        assert office.post(office_page(site, "since"), {"since": "2022-03-01"}).status_code == 303
    site.refresh_from_db()
    assert (site.state, site.state_since) == ("built", date(2022, 3, 1))
    history = list(SiteStateChange.objects.filter(site=site).order_by("id").values_list("state", "since"))
    assert history == [("built", before), ("built", date(2022, 3, 1))], "What was said before stays"
    said = AuditEvent.objects.get(action="SiteSinceCorrected")
    assert (said.detail["before"], said.detail["since"]) == (before.isoformat(), "2022-03-01")
    # The button beside the message posts to the day that stood there; pressed twice it is harmless.
    for _ in range(2):
        assert office.post(f"{office_page(site, 'since')}?since={before.isoformat()}").status_code == 303
    site.refresh_from_db()
    assert site.state_since == before
    assert SiteStateChange.objects.filter(site=site).count() == 3


@pytest.mark.parametrize("day", ["2999-01-01", "1900-01-01", "昨天", ""])
def test_r024_a_day_that_cannot_be_is_refused_at_its_field(city: SmallCity, visit: Visit, day: str) -> None:
    office, site = visit("city_office", city.city), city.site
    answer = office.post(office_page(site, "since"), {"since": day})
    assert answer.status_code == 422
    assert 'href="#id_since"' in answer.content.decode()
    assert SiteStateChange.objects.filter(site=site).count() == 1
