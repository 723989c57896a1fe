"""The six things people come for, done as a hand does them; every tap and every character is counted.

`test_everyday.py` does them on a phone, in elder mode and in English; `bench/journeys.py` counts and times them. What
is touched is found by what it is, not by its words, so that each is done alike in every way.
"""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, Self
from urllib.parse import urlsplit

from baiying.demo import builders, numbers
from baiying.kit import clock
from baiying.people import queries as people
from tests.browser.crawl import TEXTS, Way, untranslated
from tests.browser.stage import Visitor

# What a hand takes (docs/bench.md): with these, before and after are reckoned alike, whatever the machine.
SECONDS_A_TAP, SECONDS_A_CHARACTER = 1.5, 0.5
CODE = r"(?<!\d)(\d{6})(?!\d)"
# The button that does what the page is for; in elder mode and in English it is the same one.
GO = "main .btn-primary"


MANY = 30
NEAR, FAR = "清河岸", "远处的事"


@dataclass(frozen=True, slots=True)
class Scene:
    """What the journeys meet: people with phones, a shift that is on, one near by next weekend, a guardian asked."""

    village: str
    area_code: str
    volunteer: str
    leader: str
    weekend: str
    weekend_title: str
    present: str
    full: str
    guardian_link: str
    ward_id: int


def _serial() -> int:
    """Seven digits of a phone that nobody of the city has: journeys may come again to the same city."""
    return random.randrange(9_100_000, 9_999_999)


_DAYS = count()


def _born(years: int, at: datetime) -> date:
    return clock.local_date(at) - timedelta(days=years * 366 + random.randrange(300))


def newcomer(scene: Scene, at: datetime) -> dict[str, str]:
    """Somebody who is not registered yet, as `register` takes it."""
    born = _born(30, at)
    number = numbers.id_number(scene.area_code, born, random.randrange(500), "female")
    return {"phone": numbers.phone(_serial()), "name": "程新来", "id_number": number, "village": scene.village}


def next_saturday(at: datetime) -> datetime:
    """Nine in the morning of the Saturday after the coming one, as "next weekend" is understood."""
    today = clock.local_date(at)
    return clock.midnight(today + timedelta(days=12 - today.weekday())) + timedelta(hours=9)


def scene(village: Any, elsewhere: Any, at: datetime, *, since: timedelta = timedelta(minutes=5)) -> Scene:
    """Built anew for each journey, so that none depends on another. What is on began `since` and lasts two hours."""
    number = _serial()
    phones = [numbers.phone(number + n - 100_000) for n in range(3)]
    leader, own, _parent = (builders.account(phone) for phone in phones)
    body = builders.body(area=village, credit_code=numbers.credit_code("11", village.code[:6], number))
    team = builders.team(body, f"清早帮忙队{number}", area=village)
    builders.office(leader, body, team)
    person = builders.person("范有空", residence=village, account=own, phone=phones[1], born=_born(35, at), at=at)
    ward = builders.person(
        "范小禾", residence=village, born=_born(15, at), parent=builders.Parent(phone=phones[2]), at=at
    )
    asked = people.guardianships_of(ward.pk).get()

    def shift(title: str, starts_at: datetime, *, area: Any = village, places: int = 10) -> Any:
        activity = builders.activity(
            team, leader, title, area=area, at=at, ends_on=clock.local_date(at) + timedelta(days=14)
        )
        return builders.shift(activity, starts_at, places=places)

    # One that is earlier and elsewhere: near is not first come.
    shift(f"{FAR}{number}", next_saturday(at) - timedelta(hours=1), area=elsewhere)
    weekend = shift(f"{NEAR}{number}", next_saturday(at))
    present = shift(f"守路口{number}", at - since)
    builders.signup(present, person)
    full = shift(f"点名{number}", at - since, places=MANY)
    for n in range(MANY):
        # A day of birth each: one day and one area have 500 numbers, and journeys are many.
        born = clock.local_date(at) - timedelta(days=40 * 366 + next(_DAYS) % 4000)
        builders.signup(full, builders.person(f"来人{n}", residence=village, born=born, at=at))
    return Scene(
        village.name, village.code, phones[1], phones[0], weekend.public_id, weekend.activity.title, present.public_id,
        full.public_id, f"/guardians/{asked.public_id}/", ward.pk,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effort:
    """What a journey took: taps, characters typed, pages that came, seconds that the machine took for all of it."""

    taps: int
    typed: int
    pages: int
    machine: float

    @property
    def seconds(self) -> float:
        """A hand waits for each page; where none comes, it goes on while the machine works."""
        hand = self.taps * SECONDS_A_TAP + self.typed * SECONDS_A_CHARACTER
        return hand + self.machine if self.pages else max(hand, self.machine)


class Hand(Visitor):
    """A visitor whose taps and characters are counted; pages are looked at, unless they are being timed."""

    def __init__(
        self,
        browser: Any,
        address: str,
        faults: list[str],
        way: Way,
        *,
        known: frozenset[str] = frozenset(),
        timed: bool = False,
    ):
        super().__init__(browser, address, faults, scripts=way.scripts)
        self.way, self.known, self.timed = way, known, timed
        chosen = {"elder": way.elder, "language": "en" if way.english else ""}
        self.context.add_cookies([{"name": k, "value": v, "url": address} for k, v in chosen.items() if v])
        if way.elder:
            # Large type is promised on a small phone.
            self.page.set_viewport_size({"width": 320, "height": 640})
        if timed:
            # A machine that others use too takes longer for a page.
            self.context.set_default_timeout(30_000)
        self.taps = self.typed = self.pages = 0
        self.began = time.perf_counter()

    def look(self) -> Self:
        self.pages += 1
        if self.timed:
            self.page.wait_for_load_state("load")
            return self
        super().look()
        if self.way.english:
            where = urlsplit(self.page.url).path
            self.faults += [f"{where}: {one}" for one in untranslated(self.page.evaluate(TEXTS), self.known)]
        return self

    def begin(self) -> Self:
        self.taps = self.typed = self.pages = 0
        self.began = time.perf_counter()
        return self

    def log_in(self, phone: str) -> Self:
        self.go("/log-in/").write(phone=phone)
        return self.touch("main form:has([name=phone]) .btn-primary").write_code()

    def done(self) -> Effort:
        return Effort(self.taps, self.typed, self.pages, round(time.perf_counter() - self.began, 2))

    def _tap(self, where: str) -> None:
        """In the middle of the screen, where nothing of the frame is above it."""
        it = self.page.locator(where).first
        it.evaluate("e => e.scrollIntoView({block: 'center'})")
        self.taps += 1
        it.click()

    def touch(self, where: str) -> Self:
        """Tap what leads on."""
        return self._then(lambda: self._tap(where))

    def set(self, *where: str) -> Self:
        """Tap what stays on the page: a tick, a chip, what is folded."""
        for one in where:
            self._tap(one)
        return self

    def write(self, **values: str) -> Self:
        self.typed += sum(map(len, values.values()))
        self.fill(**values)
        return self

    def write_code(self) -> Self:
        """The code of the text message, which a demo shows on the page."""
        self.write(code=self.found(CODE))
        return self.touch("main form:has([name=code]) .btn-primary")

    def is_at(self, path: str) -> Self:
        now = urlsplit(self.page.url).path
        assert now.startswith(path), f"at {now} instead of {path}:\n{self.page.inner_text('body')}"
        return self


def register(hand: Hand, *, phone: str, name: str, id_number: str, village: str) -> Effort:
    """From the front page to the volunteer number, as an adult."""
    hand.go("/").begin()
    hand.touch("main a[href^='/register/']").write(phone=phone).touch("main form .btn-primary").write_code()
    hand.is_at("/register/area/").write(q=village).touch("main form[role=search] button[type=submit]")
    hand.touch("main ul.by-list a").touch(f"main form.by-form {GO[5:]}")
    hand.is_at("/register/name/").write(name=name, id_number=id_number).touch(GO)
    hand.is_at("/register/interests/").set("main label.by-chip").touch(GO)
    hand.is_at("/register/consent/").set("[name=volunteer_service]", "[name=id_number]").touch(GO)
    hand.is_at("/register/done/")
    return hand.done()


def find_near(hand: Hand, title: str) -> Effort:
    """Logged in, from one's own first page: what is near next weekend; one in sight is opened and signed up for."""
    hand.go("/mine/").begin()
    hand.touch("main a[href='/activities/'], .by-bar a[href='/activities/']").is_at("/activities/")
    chip = ".by-wishes a[href*='next_weekend']"
    if not hand.page.locator(chip).first.is_visible():
        hand.set(".by-seek > .by-more:has(.by-wishes) > summary")
    hand.touch(chip)
    hand.touch(f"main ul.by-list a:has-text('{title}')").is_at("/activities/").touch(".by-offer-act .btn-primary")
    return hand.done()


def check_in(hand: Hand, digits: Callable[[], str]) -> Effort:
    """From one's own first page, by the six digits under the leader's code."""
    hand.go("/mine/").begin()
    hand.touch("main a[href='/check-in/']").is_at("/check-in/")
    hand.write(digits=digits()).touch("main form:has([name=digits]) [type=submit]").is_at("/attendances/")
    return hand.done()


def check_in_by_code(hand: Hand, path: str) -> Effort:
    """The phone's camera opened the code: that is one tap."""
    hand.begin()
    hand.taps += 1
    hand.go(path).touch(GO).is_at("/attendances/")
    return hand.done()


# Out is in, at the end: the same page, the same digits.
check_out = check_in


def mark_by_thumb(hand: Hand, shift_pid: str) -> Effort:
    """Everybody who is expected has come, from the head of the list on."""
    hand.go(f"/shifts/{shift_pid}/field/").begin()
    for key in [row.get_attribute("id") for row in hand.page.locator("[data-marks] li").all()]:
        hand.set(f"#{key} .by-tick")
        hand.page.locator(f"#{key} .by-tick-out").wait_for()
    return hand.done()


def mark_by_keyboard(hand: Hand, shift_pid: str) -> Effort:
    """`/` and Enter lead to the first who is missing; each Enter marks one and goes on to the next."""
    hand.go(f"/shifts/{shift_pid}/field/").begin()
    expected = hand.page.locator("[data-marks] .by-tick").count()
    for key in ("/", "Enter"):
        hand.page.keyboard.press(key)
    for n in range(expected):
        hand.page.keyboard.press("Enter")
        hand.page.locator(".by-tick-out").nth(n).wait_for()
    hand.typed = expected + 2
    return hand.done()


def consent(hand: Hand, link: str) -> Effort:
    """A guardian opens the link of the text message on the own phone, reads and agrees."""
    hand.begin()
    hand.taps += 1
    hand.go(link).touch(GO).write_code().set("[name=agree]").touch(GO)
    assert not re.search(r"name=.agree", hand.page.content()), "agreed: nothing is asked any more"
    return hand.done()
