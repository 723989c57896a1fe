"""A share of what a clerk registers at the desk is looked into by somebody else, who cannot be foreseen (O4)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.people import actions, queries, rules
from baiying.people.actions import spot_checks
from baiying.people.models import SpotCheck
from tests.people import world
from tests.people.test_desk_signals import PAGE as SIGNALS
from tests.people.test_desk_signals import register
from tests.people.world import Area

pytestmark = pytest.mark.django_db
PAGE = "/desk/people/spot-checks/"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance draws every registration that the rules let it draw."""
    monkeypatch.setattr(spot_checks, "roll", lambda: 0)


def clerk_of(area: Area, phone: str = "19900000302") -> int:
    return world.make_account(phone, "赵经办").pk


def check_of(area: Area, account_id: int, n: int = 1, phone: str = "19900000555") -> SpotCheck:
    return SpotCheck.objects.get(person_id=register(area, account_id, n, clock.now(), phone).person_id)


def found(check: SpotCheck) -> tuple[str, str, str, int | None]:
    check.refresh_from_db()
    return check.outcome, check.way, check.words, check.found_by_id


@pytest.mark.parametrize(
    ("percent", "roll", "is_drawn"), [(0, 0, False), (10, 9, True), (10, 10, False), (100, 99, True)]
)
def test_a_roll_draws_the_share_of_the_rules(percent: int, roll: int, is_drawn: bool) -> None:
    assert rules.drawn(roll, percent) is is_drawn


def test_chance_draws_each_roll_and_no_clerk_is_told(area: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert {spot_checks.roll() for _ in range(3000)} == set(range(100))
    world.rule_set("desk_signals", spot_percent=100, spot_days=1)
    clerk = world.staff("place_staff", area.township, "19900000302")
    sent = {"id_type": "citizen", "document": "citizen", "phone": "", "consent": "on", "read": world.TEXT}
    number = world.id_number(world.born_years_ago(40), 1)
    url = f"/desk/people/on-site/?area={area.village.public_id}"
    answer = clerk.post(url, {**sent, "name": "赵一", "id_number": number}, follow=True)
    assert "抽查" not in answer.content.decode(), "neither the answer nor the record says that it was drawn"
    assert "抽查" not in clerk.get("/desk/").content.decode()
    row = SpotCheck.objects.get()
    assert row.person.name == "赵一"
    assert row.due_on > clock.local_date(clock.now())
    assert clerk.get(PAGE).status_code == 403
    assert clerk.get(f"{PAGE}{row.public_id}/").status_code == 403


@pytest.mark.usefixtures("drawn")
def test_a_rule_of_none_draws_nobody_and_a_registration_that_fails_leaves_none(area: Area) -> None:
    world.rule_set("desk_signals", spot_percent=0)
    register(area, clerk_of(area), 1, clock.now())
    assert not SpotCheck.objects.exists()


@pytest.mark.usefixtures("drawn")
def test_the_county_finds_it_waiting_calls_and_writes_down_what_was_found(area: Area) -> None:
    check = check_of(area, clerk_of(area))
    office = world.staff("county_office", area.county, "19900000601", "马主管")
    assert "等您抽查的当面注册" in office.get("/desk/").content.decode()
    page = office.get(f"{PAGE}{check.public_id}/").content.decode()
    assert "赵经办" in page
    assert "19900000555" not in page
    called = office.post(f"{PAGE}{check.public_id}/calls/").content.decode()
    assert "19900000555" in called
    look = AuditEvent.objects.get(action="NumberRevealed")
    assert (look.subject_id, look.detail["what"]) == (check.person_id, "phone")
    given = {"outcome": "false", "way": "phone", "words": ""}
    refused = office.post(f"{PAGE}{check.public_id}/", given)
    assert refused.status_code == 422
    assert "请写明是怎么查的" in refused.content.decode()
    with_number = office.post(f"{PAGE}{check.public_id}/", {**given, "words": "打 13800138000 没有人"})
    assert with_number.status_code == 422, "the reason is read by others: no number in it"
    assert "打 13800138000 没有人" in with_number.content.decode()
    answer = office.post(f"{PAGE}{check.public_id}/", {**given, "words": "本人说没有去过"})
    assert answer.status_code == 303
    assert found(check)[:3] == ("false", "phone", "本人说没有去过")
    assert "等您抽查的当面注册" not in office.get("/desk/").content.decode()
    record = office.get(f"/desk/people/{check.person.public_id}/").content.decode()
    assert "当面注册抽查：不属实" in record
    assert "本人说没有去过" in record
    assert queries.registration_of(check.person_id) is not None, "it decides nothing about the registration"


@pytest.mark.usefixtures("drawn")
def test_nobody_looks_into_the_own_registration_by_whatever_account(area: Area) -> None:
    office = world.staff("county_office", area.county, "19900000601")
    twin = world.make_account("19900000601", "马主管二号")
    check = check_of(area, twin.pk)
    assert "等您抽查的当面注册" not in office.get("/desk/").content.decode()
    page = office.get(f"{PAGE}{check.public_id}/").content.decode()
    assert "要由另一个人来抽查" in page
    assert "显示电话" not in page
    answer = office.post(f"{PAGE}{check.public_id}/", {"outcome": "true", "way": "visit", "words": ""})
    assert answer.status_code == 422
    assert "19900000555" not in office.post(f"{PAGE}{check.public_id}/calls/").content.decode()
    assert found(check) == ("", "", "", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        SpotCheck.objects.filter(pk=check.pk).update(
            outcome="true", way="visit", found_at=clock.now(), found_by_id=check.registered_by_id
        )


@pytest.mark.usefixtures("drawn")
def test_who_was_not_reached_is_tried_again_and_what_was_found_another_does_not_overwrite(area: Area) -> None:
    check = check_of(area, clerk_of(area), phone="")
    one, other = world.make_account("19900000611").pk, world.make_account("19900000612").pk

    def note(outcome: str, words: str, by: int) -> Any:
        return actions.answer_spot_check(
            check=check, outcome=outcome, way="visit", words=words, actor=Actor(account_id=by), at=clock.now()
        )

    with pytest.raises(actions.SpotReasonMissing):
        note("unreached", "  ", one)
    with pytest.raises(actions.NoNumberToCall):
        actions.number_to_call(check=check, actor=Actor(account_id=one), at=clock.now())
    note("unreached", "门锁着", one)
    note("true", "", other)
    with pytest.raises(actions.AlreadyFound):
        note("false", "不对", one)
    assert found(check) == ("true", "visit", "", other)
    note("false", "写错了，本人不在", other)
    note("false", "写错了，本人不在", other)
    acts = list(
        AuditEvent.objects.filter(action__startswith="SpotCheck").order_by("id").values_list("action", flat=True)
    )
    assert acts == ["SpotCheckUnreached", "SpotCheckTrue", "SpotCheckFalse"], "each once, the corrected one too"


@pytest.mark.usefixtures("drawn")
def test_the_number_is_not_called_up_after_another_found_the_result_nor_of_who_rests(area: Area) -> None:
    check = check_of(area, clerk_of(area))
    finder = world.staff("county_office", area.county, "19900000601", "马主管")
    other = world.staff("county_office", area.county, "19900000602", "牛主管")
    calls, found_so = f"{PAGE}{check.public_id}/calls/", {"outcome": "true", "way": "visit", "words": ""}
    assert (
        finder.post(f"{PAGE}{check.public_id}/", {**found_so, "outcome": "unreached", "words": "没人"}).status_code
        == 303
    )
    assert "19900000555" in other.post(calls).content.decode(), "who was not reached is tried again by another"
    assert finder.post(f"{PAGE}{check.public_id}/", found_so).status_code == 303
    late = other.post(calls)
    assert late.status_code == 409
    assert "19900000555" not in late.content.decode()
    assert "这次抽查已经有人写下结果" in late.content.decode()
    assert "19900000555" in finder.post(calls).content.decode(), "the finder corrects, and may ask again"
    assert AuditEvent.objects.filter(action="NumberRevealed").count() == 2
    resting = check_of(area, clerk_of(area), 2, "19900000556")
    type(resting.person).objects.filter(pk=resting.person_id).update(rests_since=clock.now())
    answer = other.post(f"{PAGE}{resting.public_id}/calls/")
    assert answer.status_code == 409
    assert "19900000556" not in answer.content.decode()
    assert AuditEvent.objects.filter(action="NumberRevealed").count() == 2


@pytest.mark.usefixtures("drawn")
def test_the_signals_page_counts_by_clerk_and_opens_the_rows_it_counts(area: Area) -> None:
    clerk, other = clerk_of(area), clerk_of(area, "19900000303")
    checks = [check_of(area, clerk, n) for n in range(4)]
    check_of(area, other, 5)
    finder = Actor(account_id=world.make_account("19900000611").pk)
    for row, outcome in zip(checks, ("true", "false", "unreached"), strict=False):
        actions.answer_spot_check(check=row, outcome=outcome, way="phone", words="问过", actor=finder, at=clock.now())
    for role in ("county_office", "auditor"):
        office = world.staff(role, area.county, f"1990000062{len(role) % 10}")
        answer = office.get(SIGNALS)
        spot = answer.context["clerks"][0]["spot"]
        assert (spot.drawn, spot.looked, spot.false, spot.unreached, spot.waiting, spot.rate) == (4, 2, 1, 1, 1, 0.5)
        rows = office.get(answer.context["clerks"][0]["spot_rows"])
        assert len(rows.context["list"].rows) == spot.drawn
        assert (f"{PAGE}{checks[0].public_id}/" in rows.content.decode()) == (role == "county_office")
        states = {"waiting": 1, "true": 1, "false": 1, "unreached": 1}
        for state, count in states.items():
            shown = office.get(answer.context["clerks"][0]["spot_rows"] + f"&state={state}")
            assert len(shown.context["list"].rows) == count
    away = world.staff("county_office", area.other_county, "19900000631")
    assert len(away.get(PAGE).context["list"].rows) == 0
    assert away.get(f"{PAGE}{checks[3].public_id}/").status_code == 404


@pytest.mark.usefixtures("drawn")
def test_the_city_finds_waiting_only_what_is_late_below_it(area: Area) -> None:
    check = check_of(area, clerk_of(area))
    city = world.staff("city_office", area.city, "19900000641")
    assert "等您抽查的当面注册" not in city.get("/desk/").content.decode()
    SpotCheck.objects.update(due_on=clock.local_date(clock.now()) - timedelta(days=1))
    assert "等您抽查的当面注册" in city.get("/desk/").content.decode()
    assert len(city.get(PAGE, {"state": "waiting"}).context["list"].rows) == 1
    assert check.person.residence_id == area.village.pk
