"""No page of anybody's journey falls back to Chinese for a reader of English (P20)."""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client

from baiying.demo import builders
from baiying.demo.cast import Member
from tests.house.test_routes_classified import FOREIGN, routes
from tests.house.test_translations import CHINESE, CHINESE_MARKS, PLACEHOLDER, pairs, say, texts, without_english
from tests.people import world
from tests.walks.doors import samples

# A name that is shown with most of it hidden, or shown and then hidden.
MASKED = re.compile(r"[\u3400-\u9fff][*＊某]+")
# What stands in the reader's own language, and what says so to programs.
ELSEWHERE = re.compile(r"<script.*?</script>|<style.*?</style>|<(\w+)[^>]*\blang=\"zh[^>]*>.*?</\1>", re.DOTALL)
READ_ALOUD = re.compile(r"\b(?:aria-label|placeholder|title|alt|data-label|content)=\"([^\"]*)\"")
# Names that come with the program: they have English, and are not data.
OUR_NAMES = {"ServiceCategory", "Skill", "TeamCategory"}
EXPORTS = ("/export/", ".xlsx")
# The parts' gallery is for those who build pages, in Chinese.
FOR_BUILDERS = ("/ui/gallery/",)


@pytest.fixture
def english(settings: Any, tmp_path: Path) -> None:
    """The catalogues of this moment, compiled in one."""
    target = tmp_path / "en" / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    whole = Catalog("en", "django")
    for message in texts():
        whole[message.id] = message
    with target.open("wb") as out:
        write_mo(out, whole)
    settings.LOCALE_PATHS = [tmp_path]


def stored_words() -> Iterator[str]:
    """Every Chinese word that stands in the database: names, places, what people wrote."""

    def strings(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for one in value.values():
                yield from strings(one)
        elif isinstance(value, (list, tuple)):
            for one in value:
                yield from strings(one)

    for model in apps.get_models():
        if model.__name__ in OUR_NAMES:
            continue
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._default_manager.values_list(*names):
            for value in row:
                yield from (text for text in strings(value) if CHINESE.search(text))


def chrome(page: str, data: list[str]) -> str:
    """What the program itself says on a page: words and what is read aloud, without data."""
    page = ELSEWHERE.sub(" ", page)
    words = " ".join(READ_ALOUD.findall(page)) + " " + re.sub(r"<[^>]+>", "\n", page)
    words = html.unescape(words)
    for known in data:
        words = words.replace(known, " ")
    return MASKED.sub(" ", words)


def chinese_in(answer: Any, data: list[str], quoted: set[str]) -> list[str]:
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    words = chrome(answer.content.decode(), data)
    left = [run for run in CHINESE.findall(words) if run not in quoted]
    return left + CHINESE_MARKS.findall(words)


@pytest.fixture
def quoted() -> set[str]:
    """Chinese words that stand in English on purpose: the heads and marks of Chinese tables, a language's own name."""
    named = {run for _, _, english in pairs() for run in CHINESE.findall(english)}
    return named | {name for _, name in settings.LANGUAGES}


def data_now() -> list[str]:
    whole = {text.strip() for text in stored_words()}
    lines = {line.strip() for text in whole for line in text.splitlines()}
    # A text without English fails once, in its own test, and not on every page that shows it.
    parts = {part.strip() for _, text in without_english() for part in PLACEHOLDER.split(text)}
    return sorted((text for text in whole | lines | parts if text), key=len, reverse=True)


def in_english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def addresses(values: dict[str, str]) -> Iterator[str]:
    for route, _ in routes():
        if not route.startswith(FOREIGN + FOR_BUILDERS) and not route.endswith(EXPORTS):
            yield re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values[match.group(1)], route)


@pytest.mark.django_db
@pytest.mark.parametrize("who", [None, "volunteer", "minor", "guardian", "leader", "unit_admin", "clerk", "reviewer",
                                 "county", "city", "auditor", "sysadmin", "secadmin"])  # fmt: skip
def test_no_page_falls_back_to_chinese(
    english: None,
    quoted: set[str],
    city: builders.SmallCity,
    cast: dict[str, Member],
    client_as: Callable[[str | None], Client],
    who: str | None,
) -> None:
    values = samples(city, cast)
    data = data_now()
    client = in_english(client_as(who))
    wrong = []
    for address in addresses(values):
        for method in ("get", "post"):
            point = transaction.savepoint()
            answer = getattr(client, method)(address)
            transaction.savepoint_rollback(point)
            left = chinese_in(answer, data, quoted)
            if left:
                wrong.append(f"{method} {address}: {' '.join(left[:8])}")
    say(wrong, f"Chinese on English pages of {who or 'a stranger'}:")


@pytest.mark.django_db
def test_registering_is_in_english_from_the_first_page_to_the_last(
    english: None, quoted: set[str], city: builders.SmallCity
) -> None:
    client, phone = in_english(Client()), "13900001111"
    steps: list[tuple[str, dict[str, Any]]] = [
        ("/register/", {"phone": phone}),
        ("/log-in/code/", {}),
        ("/register/area/", {"residence": city.villages[0].public_id}),
        ("/register/name/", {"name": "李小红", "id_number": world.id_number(world.born_years_ago(30))}),
        ("/register/interests/", {"categories": ["community"]}),
        ("/register/consent/", world.AGREED),
    ]
    wrong = []
    for address, typed in steps:
        for answer in (client.get(address), client.post(address, {})):
            wrong += [f"{address}: {run}" for run in chinese_in(answer, data_now(), quoted)]
        sent = {"code": world.code_for(phone)} if address == "/log-in/code/" else typed
        assert client.post(address, sent).status_code == 303, address
    for address in (
        "/register/done/",
        "/mine/",
        "/mine/profile/",
        "/mine/profile/edit/",
        "/mine/card/",
        "/mine/hours/",
    ):
        wrong += [f"{address}: {run}" for run in chinese_in(client.get(address), [*data_now(), "李小红"], quoted)]
    say(wrong, "Chinese on English pages:")
