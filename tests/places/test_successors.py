"""F29, R152: an area that gets another code stays the same area; one that becomes part of another hands over."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from baiying.demo import builders
from baiying.kit.values.actor import system
from baiying.places import actions, queries
from baiying.places.actions import import_report
from baiying.places.models import Division, DivisionImport, DivisionVersion
from baiying.places.rules import changes, successors, tree
from baiying.places.rules.changes import Existing
from baiying.places.rules.successors import Successor
from tests.places.tables import AT, bring_in
from tests.places.test_undone_imports import tree as every_row

Table = Callable[..., Path]
Visit = Callable[..., Client]
LATER = date(2026, 6, 1)

DONGGUAN = """code,name,level,parent_code
440000000000,广东省,province,
441900000000,东莞市,city,440000000000
441900003000,东城街道,township,441900000000
441900003001,岗贝社区,village,441900003000
441900003002,花园新村社区,village,441900003000
"""
ONE_LESS = DONGGUAN.replace("441900003002,花园新村社区,village,441900003000\n", "")
RECODED = DONGGUAN.replace("441900003", "441900103")


def place(name: str) -> Division:
    return Division.objects.get(name=name, closed_on__isnull=True)


@pytest.mark.django_db
def test_f29_a_new_code_with_the_same_name_and_parent_is_the_same_area(table: Table) -> None:
    bring_in(table(DONGGUAN))
    village = place("岗贝社区")
    site = builders.site(village)
    person = builders.person(residence=village)
    people = builders.population(village, 3000)
    row = bring_in(table(RECODED), as_of=LATER, close_missing=True, follow=True)
    assert (row.counts["recoded"], row.counts["added"], row.counts["closed"]) == (3, 0, 0)
    village.refresh_from_db()
    assert (village.code, village.closed_on) == ("441900103001", None)
    assert village.parent == place("东城街道")
    assert place("东城街道").code == "441900103000"
    for one in (person, site, people):
        one.refresh_from_db()
    assert {person.residence_id, site.division_id, people.division_id} == {village.pk}
    # What was before is read as it was.
    assert queries.version_on(village.pk, date(2026, 5, 31)).code == "441900003001"  # type: ignore[union-attr]
    assert queries.version_on(village.pk, LATER).code == "441900103001"  # type: ignore[union-attr]
    assert not Division.objects.filter(closed_on__isnull=False).exists()


@pytest.mark.django_db
def test_f29_undoing_gives_the_old_codes_back_though_people_live_there(table: Table) -> None:
    bring_in(table(DONGGUAN))
    before = every_row()
    row = bring_in(table(RECODED), as_of=LATER, close_missing=True, follow=True)
    builders.person(residence=place("岗贝社区"))
    actions.undo_import(import_id=row.pk, actor=system("test"), at=AT)
    assert every_row() == before


# What is proposed, and what answers come to


def row(code: str, name: str, level: str = "village", parent: str = "P") -> tree.Row:
    return tree.Row(2, code, name, level, parent)


def tree_of(*rows: tree.Row) -> dict[str, Existing]:
    return {one.code: Existing(n, one.name, one.level, one.parent) for n, one in enumerate(rows, start=1)}


@pytest.mark.rules
@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (row("441900003001", "岗贝社区"), row("441900103001", "岗贝社区"), "recoded"),
        (row("441900003001", "岗贝村委会"), row("441900103001", "岗贝社区居委会"), "renamed"),
        (row("441900003001", "岗贝社区"), row("441900103001", "岗贝社区", parent="Q"), "moved"),
        (row("441900003001", "岗贝社区"), row("441900103001", "岗贝花园社区"), "merged"),
    ],
)
def test_r152_what_a_successor_is_known_by(old: tree.Row, new: tree.Row, why: str) -> None:
    assert successors.propose([old.code], [new], tree_of(old)) == [Successor(old.code, new.code, why)]


@pytest.mark.rules
@pytest.mark.parametrize(
    ("olds", "news"),
    [
        ([row("1", "东村"), row("2", "东村")], [row("3", "东村")]),  # two of one name: neither is known
        ([row("1", "东村")], [row("3", "东村"), row("4", "东村")]),
        ([row("1", "东村")], [row("3", "东村", level="township")]),  # another level is another thing
        ([row("1", "东城村")], [row("3", "西湖村")]),
        ([row("441900000001", "东城村")], [row("330100000001", "东城村", parent="Q")]),  # another city
        ([row("1", "东村")], [row("3", "东风村")]),  # one sign is in too many names
    ],
)
def test_r152_where_more_than_one_fits_or_none_does_nothing_is_proposed(
    olds: list[tree.Row], news: list[tree.Row]
) -> None:
    assert successors.propose([one.code for one in olds], news, tree_of(*olds)) == []


@pytest.mark.rules
def test_r152_two_that_became_one_are_merged_and_the_one_of_the_same_name_stays_itself() -> None:
    olds = [row("1", "槐树社区"), row("2", "钟楼社区"), row("3", "西关社区")]
    answers = [Successor("1", "9", "chosen"), Successor("2", "9", "recoded"), Successor("3", "7", "chosen")]
    stood = tree_of(*olds, row("7", "南关社区"))
    settled = successors.settle(answers, [row("9", "钟楼社区")], stood, ["1", "2", "3"])
    assert settled.recoded == {"2": "9"}
    assert settled.merged == {"1": "9", "3": "7"}
    neither = [Successor("1", "9", "merged"), Successor("2", "9", "merged")]
    assert successors.settle(neither, [row("9", "槐树钟楼社区")], stood, ["1", "2"]).recoded == {}


@pytest.mark.rules
def test_r152_an_answer_must_stand_after_the_change_and_on_the_same_level() -> None:
    stood = tree_of(row("1", "甲"), row("2", "乙"), row("3", "丙", level="township"))
    answers = [Successor("1", new, "chosen") for new in ("1", "2", "3", "8", "9", "")]
    found = successors.wrong(answers, [row("9", "丁")], stood, ["1", "2"])
    assert [(one.new, one.why) for one in found] == [
        ("1", "itself"),
        ("2", "unknown"),
        ("3", "level"),
        ("8", "unknown"),
    ]


@pytest.mark.rules
@given(st.data())
def test_r152_whatever_is_answered_no_area_goes_on_as_two_nor_is_handed_to_what_is_gone(
    data: st.DataObject,
) -> None:
    """Random tables before and after, random answers: the plan is a tree, each old area ends in at most one place."""
    names = ("东城", "西城", "南关", "北关", "东城南关")
    olds = [row(f"4419000030{n:02}", data.draw(st.sampled_from(names)), parent="441900000000") for n in range(5)]
    news = [row(f"4419001030{n:02}", data.draw(st.sampled_from(names)), parent="441900000000") for n in range(4)]
    stays = row("441900009001", "老街", parent="441900000000")
    city = tree.Row(1, "441900000000", "东莞市", "city", "")
    stood = tree_of(city, *olds, stays)
    table = [city, *news, stays]
    seen = {one.code for one in table}
    bare = changes.plan(table, stood, seen)
    proposed = successors.propose(bare.missing, bare.added, stood)
    codes = st.sampled_from(["", *(one.code for one in (*news, stays))])
    answers = [Successor(one.code, data.draw(codes), "chosen") for one in olds if data.draw(st.booleans())]
    plan, then = successors.plan(table, stood, seen, {one.old: one for one in (*proposed, *answers)}.values())
    ids = [one.id for one in then.values()]
    assert len(ids) == len(set(ids)) == len(stood)
    ended = {*plan.missing, *plan.merged}
    kept = {one.code for one in plan.recoded}
    assert not ended & kept
    assert {stood[old].id for old in plan.code_before.values()} == {then[new].id for new in kept}
    assert {one.code for one in plan.added} | kept == {one.code for one in news}
    for new in plan.merged.values():
        assert new in seen, "what is gone is handed to what stands"
    assert len(plan.missing) + len(plan.merged) + len(plan.recoded) == len(olds)


# On the page


def upload(client: Client, path: Path, as_of: date = LATER) -> DivisionImport:
    with path.open("rb") as file:
        answer = client.post("/desk/places/imports/", {"file": file, "as_of": as_of.isoformat(), "source": "民政局"})
    assert answer.status_code == 303, answer.content.decode()
    return DivisionImport.objects.latest("pk")


@pytest.mark.django_db
def test_f29_the_report_says_what_looks_recoded_and_each_is_accepted_changed_or_refused(
    table: Table, visit: Visit
) -> None:
    bring_in(table(DONGGUAN))
    person = builders.person(residence=place("岗贝社区"))
    client = visit("city_office", place("东莞市"))
    row = upload(client, table(RECODED, name="new.csv"))
    here = f"/desk/places/imports/{row.public_id}/"
    assert "3 个像是换了代码" in client.get(here).content.decode()
    page = client.get(f"{here}successors/").content.decode()
    assert 'name="to-441900003001" value="441900103001"' in page
    assert "同名同上级，像是换了代码" in page
    assert "居住的人 1" in page
    # Nothing typed is lost, and nothing is kept of a page with one wrong answer.
    wrong = client.post(f"{here}successors/", {"to-441900003001": "441900999", "to-441900003002": ""})
    assert wrong.status_code == 422
    assert 'value="441900999"' in wrong.content.decode()
    assert "都没有这个代码" in wrong.content.decode()
    row.refresh_from_db()
    assert len([one for one in row.successors if one[1]]) == 3
    answer = client.post(f"{here}successors/", {"to-441900003001": "441900103001", "to-441900003002": ""})
    assert answer.status_code == 303
    row.refresh_from_db()
    assert (row.counts["recoded"], row.counts["added"], row.counts["missing"]) == (2, 1, 1)
    client.post(f"{here}confirmation/", {"close_missing": "on"})
    person.refresh_from_db()
    assert (person.residence.code, person.residence.closed_on) == ("441900103001", None)
    refused = Division.objects.get(code="441900003002")
    assert (refused.closed_on, refused.successor) == (LATER, None)
    listed = client.get("/desk/places/imports/").content.decode()
    assert '<td class="by-num" data-label="换代码">2</td>' in listed
    story = client.get(f"{here}?fate=recoded").content.decode()
    assert "换了代码" in story
    assert "原代码 441900003001" in story


@pytest.mark.django_db
def test_r152_a_successor_that_is_not_ones_own_is_refused(table: Table, visit: Visit) -> None:
    bring_in(table(DONGGUAN))
    row = upload(visit("sysadmin"), table(RECODED, name="new.csv"))
    other = visit("city_office", place("东莞市"))
    assert other.get(f"/desk/places/imports/{row.public_id}/successors/").status_code == 404


@pytest.mark.django_db
def test_r152_a_merge_needs_the_whole_table_and_says_beforehand_that_it_stays(table: Table, visit: Visit) -> None:
    bring_in(table(DONGGUAN))
    client = visit("sysadmin")
    row = upload(client, table(ONE_LESS, name="new.csv"))
    here = f"/desk/places/imports/{row.public_id}/"
    builders.person(residence=place("花园新村社区"))
    assert "居住的人 1" in client.get(f"{here}successors/").content.decode()
    client.post(f"{here}successors/", {"to-441900003002": "441900003001"})
    assert "确认以后这次导入不能撤销" in client.get(here).content.decode()
    halt = client.post(f"{here}confirmation/", {})
    assert halt.status_code == 409
    assert "这是一份完整的表" in halt.content.decode()
    client.post(f"{here}confirmation/", {"close_missing": "on"})
    gone = Division.objects.get(code="441900003002")
    assert (gone.closed_on, gone.successor) == (LATER, place("岗贝社区"))
    assert "不能撤销" in actions.why_not_undone(DivisionImport.objects.latest("pk"))
    assert DivisionVersion.objects.filter(division=gone, valid_to=LATER).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("has_own", [False, True])
def test_r152_a_site_goes_along_where_there_is_none_and_else_stays_with_its_area(table: Table, has_own: bool) -> None:
    bring_in(table(DONGGUAN))
    first, second = place("岗贝社区"), place("花园新村社区")
    site = builders.site(second)
    row = DivisionImport(as_of=LATER, sha256="x", file_name="x")
    row.successors = [["441900003002", "441900003001", "chosen"]]
    (actions.uploads() / "x").write_text(ONE_LESS, encoding="utf-8")
    import_report.note_again(row)
    own = builders.site(first) if has_own else None
    actions.confirm_import(import_id=row.pk, without_refused=False, close_missing=True, actor=system("test"), at=AT)
    site.refresh_from_db()
    assert site.division == (second if own else first)
    if own:
        assert site not in queries.sites(), "closed with its area, and on no list"
