"""Taps, characters and seconds of the six things people come for, in a real browser on a phone of 390 by 844.

The journeys are those of `tests/browser/everyday.py`. A hand's seconds are reckoned (1.5 a tap, 0.5 a character, as the
walk that found the faults did) and the machine's are measured; the other side is the same at the commit before issue 6.
"""

from datetime import timedelta
from typing import Any

from baiying.hours import queries as hours
from baiying.kit import clock
from baiying.places.models import Division
from bench import report, system
from tests.browser import everyday, shoot
from tests.browser.crawl import WAYS
from tests.browser.everyday import Effort, Hand, Scene

REGISTER, FIND = "register", "find one near next weekend and sign up"
CHECK_IN, CHECK_OUT, CONSENT = "check in by digits", "check out by digits", "consent as a guardian"
BY_THUMB, BY_KEYBOARD = "mark 30 people by thumb", "mark 30 people by keyboard"
# At commit 364a1ae, by the same hand on the same machine: taps, characters, pages, seconds of the machine.
# There was no roll-call by keyboard. A date was chosen in the phone's own calendar, three taps.
BEFORE = {
    REGISTER: Effort(13, 45, 10, 12.4),
    FIND: Effort(8, 0, 5, 6.9),
    CHECK_IN: Effort(2, 6, 2, 4.0),
    CHECK_OUT: Effort(3, 6, 3, 4.7),
    BY_THUMB: Effort(30, 0, 30, 52.0),
    CONSENT: Effort(5, 6, 4, 6.9),
}


class _Place:
    """A running city and a browser; each journey has its own hand."""

    def __init__(self, browser: Any, address: str) -> None:
        villages = Division.objects.filter(level="village").order_by("pk")
        self.home, self.elsewhere = villages[0], villages.reverse()[0]
        self.browser, self.address = browser, address

    def scene(self) -> Scene:
        return everyday.scene(self.home, self.elsewhere, clock.now())

    def hand(self, phone: str = "") -> Hand:
        one = Hand(self.browser, self.address, [], WAYS["plain"], timed=True)
        return one.log_in(phone) if phone else one


def measure(running: system.System) -> None:
    with shoot.browser() as browser:
        place = _Place(browser, f"http://127.0.0.1:{running.port}")
        made = place.scene()
        _tell(REGISTER, everyday.register(place.hand(), **everyday.newcomer(made, clock.now())))
        volunteer = place.hand(made.volunteer)
        _tell(FIND, everyday.find_near(volunteer, made.weekend_title))

        def digits() -> str:
            return hours.code_of(made.present, clock.now()).digits

        _tell(CHECK_IN, everyday.check_in(volunteer, digits))
        # Somebody else whose shift is nearly over.
        ending = everyday.scene(place.home, place.elsewhere, clock.now(), since=timedelta(minutes=110))
        leaving = place.hand(ending.volunteer)
        everyday.check_in(leaving, lambda: hours.code_of(ending.present, clock.now()).digits)
        _tell(CHECK_OUT, everyday.check_out(leaving, lambda: hours.code_of(ending.present, clock.now()).digits))
        _tell(BY_THUMB, everyday.mark_by_thumb(place.hand(made.leader), made.full))
        _tell(BY_KEYBOARD, everyday.mark_by_keyboard(place.hand(ending.leader), ending.full))
        _tell(CONSENT, everyday.consent(place.hand(), made.guardian_link))


def _tell(name: str, now: Effort) -> None:
    before = BEFORE.get(name)
    against = "the same at commit 364a1ae" if before is not None else "could not be done before"
    report.line(
        f"{name}: taps", now.taps, "taps", against, before.taps if before else None,
        characters=now.typed, pages=now.pages,
    )  # fmt: skip
    report.line(
        f"{name}: time", now.seconds, "s", against, before.seconds if before else None, machine_s=now.machine
    )  # fmt: skip
