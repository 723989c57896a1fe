"""R110, R152: counts, targets and rules of areas that become one: shown before, done with it, over nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baiying.demo import builders
from baiying.figures import actions as figures
from baiying.figures import queries as targets
from baiying.figures.models import Target
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor, system
from baiying.places import actions, queries
from baiying.places.models import Division, DivisionImport, DivisionVersion, Population, PopulationImport, RuleSet, Site

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
NEW = "419902001009"


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def year() -> int:
    return clock.local_date(clock.now()).year


def table(without: list[Division], *more: str) -> bytes:
    rows = [
        f"{one.code},{one.name},{one.level},{one.parent.code if one.parent else ''}"
        for one in queries.divisions().select_related("parent").order_by("code")
        if one not in without
    ]
    return "\n".join(["code,name,level,parent_code", *rows, *more]).encode()


def upload(client: Client, content: bytes) -> DivisionImport:
    file = SimpleUploadedFile("表.csv", content)
    as_of = clock.local_date(clock.now()).isoformat()
    answer = client.post("/desk/places/imports/", {"file": file, "as_of": as_of, "source": "民政局"})
    assert answer.status_code == 303, answer.content.decode()
    return DivisionImport.objects.latest("pk")


def here(row: DivisionImport) -> str:
    return f"/desk/places/imports/{row.public_id}/"


def merge(client: Client, content: bytes, answers: dict[str, str]) -> tuple[DivisionImport, str]:
    """Upload, answer, read the report, confirm; returns the import and the report before it was confirmed."""
    row = upload(client, content)
    assert client.post(f"{here(row)}successors/", {f"to-{old}": new for old, new in answers.items()}).status_code == 303
    shown = client.get(here(row)).content.decode()
    assert client.post(f"{here(row)}confirmation/", {"close_missing": "on"}).status_code == 303
    row.refresh_from_db()
    assert row.state == "done"
    return row, shown


def set_target(area: Division, value: str, of: int) -> None:
    figures.set_target(
        area_id=area.pk, year=of, definition="registration_rate", tier="", threshold_hours=None, value=Decimal(value),
        words="", actor=system("test"), at=clock.now(),
    )  # fmt: skip


def standing() -> dict[tuple[str, int, int], tuple[int, str]]:
    rows = queries.standing().select_related("division")
    return {(one.kind, one.division_id, one.year): (one.persons, one.source) for one in rows}


def test_r152_two_that_become_a_new_one_add_their_counts_and_carry_what_they_had_alike(
    city: builders.SmallCity, visit: Visit
) -> None:
    one, two = city.villages[:2]
    for of, first, second in ((2024, 300, 500), (2025, 310, 490)):
        builders.population(one, first, year=of)
        builders.population(two, second, year=of)
    for area in (one, two):
        set_target(area, "0.20", year())
        set_target(area, "0.10", year() - 1)
    set_target(one, "0.30", year() + 1)
    before = standing()
    client = visit("sysadmin")
    content = table([one, two], f"{NEW},槐钟社区,village,{one.parent.code}")
    row, shown = merge(client, content, {one.code: NEW, two.code: NEW})
    for words in ("槐树社区 310 + 钟楼社区 490 = 800", "各部分都是 20.0%", "要另定", "槐树社区 30.0%"):
        assert words in shown, words
    new = Division.objects.get(code=NEW)
    after = standing()
    assert {key: after.pop(key)[0] for key in list(after) if key[1] == new.pk} == {
        ("permanent", new.pk, 2024): 800,
        ("permanent", new.pk, 2025): 800,
    }
    assert after == before, "what stood is as it was"
    source = Population.objects.get(division=new, year=2025).source
    assert source == "区划合并：槐树社区 310 + 钟楼社区 490"
    assert dict(targets.targets_of([new.pk], year())) == {
        targets.Key(new.pk, "registration_rate", "", None): Decimal("0.20")
    }
    assert targets.targets_of([new.pk], year() - 1) == {}, "past years keep the areas they had"
    assert targets.targets_of([new.pk], year() + 1) == {}, "what only one had is asked for"
    told = client.get(here(row)).content.decode()
    assert "要由人来录" in told
    assert "槐树社区 310 + 钟楼社区 490 = 800" in told
    sums = AuditEvent.objects.get(action="PopulationsJoined").detail["sums"]
    assert sums[-1]["parts"] == [[one.pk, 310], [two.pk, 490]]
    # In English the same lines are said anew.
    client.cookies["language"] = "en"
    assert "All parts have 20.0%" in client.get(here(row)).content.decode()


def test_r152_one_that_becomes_part_of_another_leaves_its_past_years_alone(
    city: builders.SmallCity, visit: Visit
) -> None:
    into, old = city.villages[:2]
    for of in (year() - 2, year() - 1):
        builders.population(into, 1000 + of, year=of)
        builders.population(old, 300 + of, year=of)
    set_target(into, "0.15", year())
    set_target(old, "0.20", year())
    before = standing()
    _row, shown = merge(visit("sysadmin"), table([old]), {old.code: into.code})
    last = year() - 1
    assert f"（{last} 年的数相加，以前各年的数不动）" in shown
    assert "已有目标 15.0%，不动" in shown
    after = standing()
    assert after.pop(("permanent", into.pk, year()))[0] == 1300 + 2 * last
    assert after == before
    assert list(targets.targets_of([into.pk], year()).values()) == [Decimal("0.15")]


def test_r152_a_count_of_the_year_that_was_entered_is_never_written_over(
    city: builders.SmallCity, visit: Visit
) -> None:
    into, old = city.villages[:2]
    builders.population(into, 1290, year=year())
    builders.population(old, 300, year=year())
    before = list(Population.objects.order_by("pk").values_list())
    _row, shown = merge(visit("sysadmin"), table([old]), {old.code: into.code})
    assert "已有 1,290 人，不动" in shown
    assert list(Population.objects.order_by("pk").values_list()) == before


def test_r152_rules_of_the_closed_one_end_with_it_and_what_has_not_begun_is_withdrawn(
    city: builders.SmallCity, visit: Visit
) -> None:
    into, old = city.villages[:2]
    today = clock.local_date(clock.now())
    began = builders.rule_set("privacy", area=old, least_people=30)
    own = builders.rule_set("privacy", area=into, least_people=20)
    coming = actions.propose_rule_set(
        kind="privacy", area_id=old.pk, valid_from=today + timedelta(days=9), valid_to=None,
        values={"least_people": 40}, source="街道通知", actor=Actor(account_id=builders.account().pk), at=clock.now(),
    )  # fmt: skip
    _row, shown = merge(visit("sysadmin"), table([old]), {old.code: into.code})
    assert "槐树社区的" in shown
    assert "只管合并以前的日子" in shown
    assert "还没有生效的版本随着撤回" in shown
    for row in (began, own):
        was = row.withdrawn_at
        row.refresh_from_db()
        assert row.withdrawn_at == was is None
    coming.refresh_from_db()
    assert coming.withdrawn_why == "区划并入槐树社区"
    assert not list(queries.waiting_rule_sets())
    # Days before the merge are decided as they were.
    assert queries.rule_set(type_of("privacy"), area_path=old.path, on=date(2025, 5, 1)).rule_set_id == began.pk


def type_of(kind: str) -> type[Any]:
    return queries.kinds()[kind].rules


def test_r152_the_sums_are_a_table_of_counts_that_can_be_undone_to_what_stood(
    city: builders.SmallCity, visit: Visit
) -> None:
    into, old = city.villages[:2]
    builders.population(into, 1000, year=year() - 1)
    builders.population(old, 300, year=year() - 1)
    before = standing()
    client = visit("sysadmin")
    row, _shown = merge(client, table([old]), {old.code: into.code})
    assert standing() != before
    sums = PopulationImport.objects.get()
    assert sums.file_name == "区划合并"
    actions.undo_populations(import_id=sums.pk, actor=system("test"), at=clock.now())
    assert standing() == before
    # The merge itself cannot be undone, and its page said so beforehand.
    assert "不能撤销" in actions.why_not_undone(row)


def test_r152_a_table_without_a_merge_asks_and_writes_nothing_of_this(city: builders.SmallCity, visit: Visit) -> None:
    builders.population(city.villages[1], 300)
    row = upload(visit("sysadmin"), table([city.villages[1]]))
    page = visit("sysadmin").get(here(row)).content.decode()
    assert "怎样接着" not in page
    assert "joins" not in row.counts


def test_r152_a_new_code_and_its_undoing_leave_counts_targets_and_rules_to_the_row(
    city: builders.SmallCity, visit: Visit
) -> None:
    """One for one nothing moves: before, between and after the undoing every row is the same."""
    one = city.villages[0]
    builders.population(one, 300)
    set_target(one, "0.20", year())
    builders.rule_set("privacy", area=one, least_people=30)

    def rows() -> list[Any]:
        kinds: tuple[Any, ...] = (Population, Target, RuleSet)
        return [list(kind.objects.order_by("pk").values_list()) for kind in kinds]

    def tree() -> list[Any]:
        kinds: tuple[Any, ...] = (Division, DivisionVersion)
        return [list(kind.objects.order_by("pk").values_list()) for kind in kinds]

    before, stood = rows(), tree()
    client = visit("sysadmin")
    row, _shown = merge(client, table([one], f"{NEW},槐树社区,village,{one.parent.code}"), {one.code: NEW})
    assert row.counts["recoded"] == 1
    assert rows() == before
    assert tree() != stood
    assert client.post(f"{here(row)}undoing/").status_code == 303
    assert rows() == before
    assert tree() == stood


def test_r152_built_sites_that_close_with_an_area_are_named_before(city: builders.SmallCity, visit: Visit) -> None:
    into, old = city.villages[:2]
    Site.objects.filter(division__in=[into, old]).update(state="built", name="老街新时代文明实践站")
    client = visit("sysadmin")
    row = upload(client, table([old]))
    to = {f"to-{old.code}": into.code}
    assert client.post(f"{here(row)}successors/", to).status_code == 303
    shown = client.get(here(row)).content.decode()
    assert f"老街新时代文明实践站随{old.name}关闭，不再计入已建成" in shown
    assert f"请在{into.name}登记" in shown
    assert shown.count("老街新时代文明实践站") == 1, "what goes on is not named among what closes"
    # What is not built closes without a word.
    Site.objects.filter(division=old).update(state="not_built")
    assert "老街新时代文明实践站" not in client.get(here(row)).content.decode()


def closing(shown: str, name: str) -> int:
    return shown.count(f"{name}随")


def test_r152_a_base_goes_along_and_is_not_named_and_the_report_says_afterwards_what_it_said_before(
    city: builders.SmallCity, visit: Visit
) -> None:
    into, old = city.villages[:2]
    # The other area has a base as well: of those it may have several.
    _other, base = (
        Site.objects.create(division=area, level="base", name=name, state="built", state_since=date(2024, 1, 1))
        for area, name in ((into, "槐树实践基地"), (old, "钟楼实践基地"))
    )
    client = visit("sysadmin")
    row, shown = merge(client, table([old]), {old.code: into.code})
    assert closing(shown, city.sites[old.pk].name) == 1
    assert "钟楼实践基地" not in shown
    base.refresh_from_db()
    assert base.division_id == into.pk
    told = client.get(here(row)).content.decode()
    assert closing(told, city.sites[old.pk].name) == 1
    assert "钟楼实践基地" not in told


def test_r152_at_a_new_area_the_first_station_goes_along_and_only_the_others_are_named(
    city: builders.SmallCity, visit: Visit
) -> None:
    one, two = city.villages[:2]
    content = table([one, two], f"{NEW},槐钟社区,village,{one.parent.code}")
    client = visit("sysadmin")
    row, shown = merge(client, content, {one.code: NEW, two.code: NEW})
    where = dict(Site.objects.filter(pk__in=[city.sites[a.pk].pk for a in (one, two)]).values_list("name", "division"))
    new = Division.objects.get(code=NEW)
    assert sorted(where.values()) == sorted([new.pk, next(pk for pk in where.values() if pk != new.pk)])
    for text in (shown, client.get(here(row)).content.decode()):
        assert {name for name in where if closing(text, name)} == {name for name, pk in where.items() if pk != new.pk}


def test_r152_a_successor_without_a_station_takes_the_station_over_and_nothing_closes(
    city: builders.SmallCity, visit: Visit
) -> None:
    into, old = city.villages[:2]
    Site.objects.filter(division=into).update(division=into.parent)
    _row, shown = merge(visit("sysadmin"), table([old]), {old.code: into.code})
    assert not closing(shown, city.sites[old.pk].name)
    assert Site.objects.get(division=into) == city.sites[old.pk]
