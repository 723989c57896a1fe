"""Help, privacy, contact, accessibility, about (P21): who handles the data is what the city filled in, everywhere."""

from pathlib import Path
from typing import Any

import pytest
from django.template.loader import get_template, render_to_string

from baiying.demo import builders
from baiying.kit import clock
from baiying.people.rules import HandlerRules, RegistrationRules
from baiying.places.models import RuleSet

pytestmark = pytest.mark.django_db
PAGES = ("help", "about", "privacy", "contact", "accessibility")


def _filled_in(area: Any, **values: str) -> None:
    today = clock.local_date(clock.now())
    RuleSet.objects.create(
        kind=HandlerRules.KIND,
        area=area,
        valid_from=today,
        in_force_from=today,
        values=values,
        source="许州市文明办",
        proposed_at=clock.now(),
        confirmed_at=clock.now(),
        proposed_by_id=1,
        confirmed_by_id=2,
    )


@pytest.mark.parametrize("page", PAGES)
def test_p21_every_page_leads_to_pages_that_are_there(client: Any, page: str) -> None:
    answer = client.get(f"/{page}/")
    assert answer.status_code == 200
    assert len(answer.content) < 30_000
    foot = answer.content.decode().partition('<footer class="by-foot"')[2]
    for other in PAGES:
        assert f'href="/{other}/"' in foot


def test_p21_the_notice_is_the_text_that_is_agreed_to_today(client: Any) -> None:
    version = RegistrationRules().consent_version
    agreed = render_to_string(f"people/consents/volunteer_service-{version}.html")
    assert agreed in client.get("/privacy/").content.decode()


@pytest.mark.law("PIPL-17")
def test_p21_the_handler_is_named_where_consent_is_asked_and_in_the_notice(client: Any) -> None:
    small = builders.small_city()
    for page in ("privacy", "contact"):
        assert "还没有填写处理者" in client.get(f"/{page}/").content.decode()
    _filled_in(small.city, name="许州市新时代文明实践中心", phone="0374-2961234", complaints="许州市网信办 12377")
    for page in ("privacy", "contact"):
        told = client.get(f"/{page}/").content.decode()
        assert "许州市新时代文明实践中心" in told
        assert 'href="tel:0374-2961234"' in told
        assert "12377" in told


@pytest.mark.parametrize("page", ["register_consent", "guardian", "desk_on_site"])
def test_p21_each_consent_names_the_handler(page: str) -> None:
    text = Path(get_template(f"people/{page}.html").origin.name).read_text()
    assert text.index("with handler=data_handler") < text.index("{% include consent_text %}")


@pytest.mark.parametrize("page", ["help", "contact"])
def test_help_begins_with_somebody_to_call_where_a_telephone_is_known(client: Any, page: str) -> None:
    assert "打电话问" not in client.get(f"/{page}/").content.decode()
    _filled_in(None, name="许州市文明办", phone="0374-0123456")
    main = client.get(f"/{page}/").content.decode().partition("<main")[2]
    assert main.index("打电话问") < main.index("by-stack")
    assert 'href="tel:0374-0123456"' in main
    # In large print every page has it already, and once is enough.
    client.cookies["elder"] = "1"
    assert client.get(f"/{page}/").content.decode().count("by-help-call") == 1
