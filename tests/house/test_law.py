"""The table of law says what is so: whatever is cited stands in it, whatever is kept has a test that names it."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch
from django.utils.module_loading import import_string

from baiying.config import forbidden, law, rooms
from baiying.figures.rules import CATALOGUE
from baiying.kit.law import BY_KEY, SOURCES
from baiying.places.rules import values

HOME = Path(__file__).resolve().parents[2]
CODE = HOME / "baiying"
DIGITS = "零一二三四五六七八九"


def test_every_line_has_its_number_once_and_a_known_source() -> None:
    numbers = Counter(duty.number for duty in law.duties())
    assert [number for number, times in numbers.items() if times > 1] == []
    assert {duty.source for duty in law.duties()} <= BY_KEY.keys()
    empty = [d.number for d in law.duties() if not d.kept and not d.room]
    assert empty == [], "a duty that is not kept says which room will keep it"


# Every source by the names it is cited by, the longest first.
NAMES = {name: source.key for source in SOURCES for name in source.cited}
NAME = re.compile("|".join(re.escape(name) for name in sorted(NAMES, key=len, reverse=True)))
# "art. 17, 20", "art. 73(4)", "第7、11条", "第三十一条", "第 8.1.4 条", "8.1.5".
ARTICLES = re.compile(
    r"arts?\. ?(?P<english>\d+(?:\(\d\))?(?:(?:, ?| and )\d+(?:\(\d\))?)*)"
    r"|第 ?(?P<chinese>[\d.、,，一二三四五六七八九十百]+) ?条"
    r"|(?<=\d{4} )(?P<section>\d\.\d\.\d)"
)


def number_of(text: str) -> str:
    """三十一 -> 31."""
    if text[:1].isdigit():
        return text
    tens, has_ten, ones = text.partition("十")
    if not has_ten:
        return str(DIGITS.index(text))
    return str((DIGITS.index(tens) if tens else 1) * 10 + (DIGITS.index(ones) if ones else 0))


def citations(text: str) -> Iterator[tuple[str, str]]:
    """(source, article) of every article cited; a source is the one named last before it. "" where none is."""
    for found in ARTICLES.finditer(text):
        named = list(NAME.finditer(text, max(0, found.start() - 160), found.start()))
        source = NAMES[named[-1].group()] if named else ""
        given = found.group("english") or found.group("chinese") or found.group("section")
        for article in re.split(r", ?| and |、|，", given):
            if article:
                yield source, number_of(article)


def cited() -> Iterator[tuple[str, str, str]]:
    files = [p for pattern in ("*.py", "*.html", "*.sql") for p in CODE.rglob(pattern)]
    for path in sorted(files):
        if path.name == "law.py" or "migrations" in path.parts:
            continue
        text = re.sub(r"\s+(?:#|--) |\n\s*", " ", path.read_text(encoding="utf-8"))
        for source, article in citations(text):
            yield path.relative_to(HOME).as_posix(), source, article


def test_every_article_cited_in_code_and_texts_stands_in_the_table() -> None:
    known = {(duty.source, article) for duty in law.duties() for article in duty.articles}
    missing = sorted(
        {f"{where}: {source or '?'} {article}" for where, source, article in cited() if (source, article) not in known}
    )
    assert not missing, "add a line to the room's law.py, or name the law before the article:\n" + "\n".join(missing)


def test_citations_are_found_as_people_write_them() -> None:
    text = "Civil Code art. 17, 20; PIPL art. 28 and 31；民政部令第67号第7、11条，"
    text += "《民法典》第三十一条；GB/T 22239-2019 8.1.5"
    assert list(citations(text)) == [
        ("CC", "17"), ("CC", "20"), ("PIPL", "28"), ("PIPL", "31"), ("O67", "7"), ("O67", "11"), ("CC", "31"),
        ("GB22239", "8.1.5"),
    ]  # fmt: skip
    assert sum(1 for _ in cited()) > 40


def test_whatever_is_kept_has_a_test_that_names_it() -> None:
    held = law.tests(HOME)
    alone = [duty.number for duty in law.duties() if duty.state == "kept" and not held.get(duty.number)]
    assert not alone, f"mark a test with pytest.mark.law(...), or say what is missing: {alone}"
    unknown = held.keys() - {duty.number for duty in law.duties()}
    assert not unknown, f"tests name duties that are not in the table: {sorted(unknown)}"


def constraints() -> set[str]:
    names = {c.name for model in apps.get_models() for c in model._meta.constraints}
    sql = " ".join(p.read_text(encoding="utf-8") for p in CODE.glob("*/sql/*.sql"))
    return names | set(re.findall(r"CONSTRAINT = '(\w+)'", sql))


def exists(name: str) -> bool:
    kind, _colon, what = name.partition(":")
    if kind == "constraint":
        return what in constraints()
    if kind == "sql":
        return any(f"{p.parents[1].name}_{p.stem}" == what for p in CODE.glob("*/sql/*.sql"))
    if kind == "page":
        for count in range(3):
            try:
                reverse(what, args=["x"] * count)
            except NoReverseMatch:
                continue
            return True
        return False
    try:
        import_string(name)
    except ImportError:
        module = CODE.parent.joinpath(*name.split("."))
        return module.with_suffix(".py").exists() or (module / "__init__.py").exists()
    return True


def test_every_place_that_keeps_a_duty_exists() -> None:
    lost = [f"{duty.number}: {name}" for duty in law.duties() for name in duty.kept if not exists(name)]
    assert not lost, "\n".join(lost)


def test_the_page_is_what_the_table_says() -> None:
    assert law.PAGE.read_text(encoding="utf-8") == law.written(), "run `baiying law`"


# What is not built.


def addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, path)
        else:
            yield path


def everything() -> Iterator[tuple[str, str]]:
    """What could hold something forbidden: where it stands, and its texts."""
    for path in addresses(get_resolver().url_patterns):
        yield f"address:{path}", path
    for model in apps.get_models():
        if model.__module__.startswith("baiying."):
            for field in model._meta.get_fields():
                if getattr(field, "column", None):
                    yield f"column:{model._meta.db_table}.{field.column}", field.column
    for room in rooms.gathered().values():
        for kind in room.rule_kinds:
            for one in values.fields_of(kind.rules, kind.labels):
                yield f"rule:{kind.rules.KIND}.{one.name}", f"{one.name} {one.label}"
    for definition in CATALOGUE:
        yield f"figure:{definition.code}", f"{definition.code} {definition.name} {definition.sentence}"


def hits(text: str) -> set[str]:
    parts = "_" + re.sub(r"[^a-z0-9]+", "_", text.lower()) + "_"
    return {
        meaning
        for word, meaning in forbidden.FORBIDDEN.items()
        if (f"_{word}_" in parts if word.isascii() else word in text)
    }


@pytest.mark.law("A12-forbidden")
@pytest.mark.law("F24-traces")
def test_nothing_that_must_not_be_built_turns_up() -> None:
    found = {where: hits(text) for where, text in everything() if hits(text)}
    wrong = [f"{where}: {', '.join(sorted(what))}" for where, what in found.items() if where not in forbidden.FRIENDS]
    assert not wrong, (
        "not built (config/forbidden.py), or a false friend to be named there with a reason:\n" + "\n".join(wrong)
    )
    idle = [where for where in forbidden.FRIENDS if where not in found]
    assert not idle, f"friends of nothing: {idle}"


@pytest.mark.parametrize(
    "text",
    [
        "staff_check_in",
        "/desk/ranking/",
        "likes",
        "photo_id",
        "is_online",
        "amount_cents",
        "vote",
        "志愿者排行榜",
        "gps_track",
    ],
)
def test_the_list_notices(text: str) -> None:
    assert hits(text)


@pytest.mark.parametrize(
    "text", ["check_in_before_minutes", "unlike_any", "liked", "stop", "/activities/<pid>/", "frank"]
)
def test_the_list_is_not_jumpy(text: str) -> None:
    assert not hits(text)
