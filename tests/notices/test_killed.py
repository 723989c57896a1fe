"""N06: whatever is killed between the gateway and the note, nothing is lost, and nothing to many goes twice."""

import random
import signal
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from baiying.kit import clock
from baiying.notices import actions, rules, senders
from baiying.notices.models import Message
from tests.processes import ended, started

pytestmark = pytest.mark.race
WORKER = "tests.notices.killing"
KILLS, EACH = 4, 40
OWN, MANY = "signup_called_off", "circulars.volunteers"


def lines(taken: Path) -> list[str]:
    return taken.read_text(encoding="utf-8").split("\n")[:-1] if taken.exists() else []


def until_taken(taken: Path, count: int) -> None:
    for _ in range(600):
        if len(lines(taken)) >= count:
            return
        time.sleep(0.02)
    raise AssertionError("the worker sent nothing")


def test_n06_nothing_is_lost_and_nothing_to_many_goes_twice(
    own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, taken, chance = clock.now(), tmp_path / "taken", random.Random(6)
    for kind, name in ((OWN, "own"), (MANY, "many")):
        letters = [actions.Letter(text=f"{name}{n}", phone=f"139{name == 'own':d}{n:07}") for n in range(EACH)]
        actions.write_many(kind=kind, letters=letters, at=at, urgent=True)
    killed_in_the_act = 0
    for n in range(KILLS):
        one = started(WORKER, own_database, taken, 0.02)
        until_taken(taken, len(lines(taken)) + 3)
        time.sleep(chance.random() * 0.2)
        one.send_signal(signal.SIGKILL)
        ended(one)
        killed_in_the_act += Message.objects.filter(handed_at__isnull=False, delivered_at=None).count() > 0
        assert Message.objects.filter(delivered_at=None).exists(), n
        # Its claims run out; the next takes them over.
        Message.objects.filter(claimed_at__isnull=False).update(claimed_at=at - rules.CLAIM)
    assert killed_in_the_act

    class Keeping:
        def send(self, parcel: senders.Parcel) -> str:
            with taken.open("a", encoding="utf-8") as file:
                file.write(parcel.text + "\n")
            return ""

    monkeypatch.setitem(senders.SENDERS, "screen", Keeping)
    actions.deliver_waiting(at=clock.now() + timedelta(minutes=3))
    found = Counter(lines(taken))
    own, many = {t: n for t, n in found.items() if t[0] == "o"}, {t: n for t, n in found.items() if t[0] == "m"}
    assert len(own) == EACH, "of the own shift each hears, some perhaps twice"
    assert sum(own.values()) <= EACH + KILLS
    assert set(many.values()) == {1}
    # What may have left and may not have says so: nobody is left in the dark, and none waits for ever.
    unclear = Message.objects.filter(unclear=True)
    assert set(unclear.values_list("kind", flat=True)) <= {MANY}
    assert unclear.count() <= KILLS
    assert not Message.objects.filter(delivered_at=None, failed_at=None).exists()
    assert Message.objects.filter(kind=MANY, delivered_at__isnull=False).count() + unclear.count() == EACH
