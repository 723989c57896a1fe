"""The version that a form shows: what counts as a change, and what a token gives away."""

from datetime import UTC, datetime

from baiying.ui import shown

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
THING = shown.Thing("team", 7, ())


def _version(**values: str) -> shown.Version:
    return shown.Version(THING, {name: shown.sent_by(value) for name, value in values.items()})


def test_what_nobody_changed_is_not_old() -> None:
    before = _version(name="甲", phone="")
    assert before.moved(before.token(AT), {"name": ("乙",), "phone": ("1",)}) is None


def test_what_another_changed_is_told_apart_by_who_touched_it() -> None:
    token = _version(name="甲", phone="1", note="旧").token(AT)
    now = _version(name="乙", phone="2", note="新")
    moved = now.moved(token, {"name": ("丙",), "phone": ("1",), "note": ("新",)})
    assert moved is not None
    assert (moved.since, moved.both, moved.alone) == (AT, ("name",), ("phone",)), "the same on both sides is nothing"


def test_typing_what_is_there_by_now_is_the_same_press_again() -> None:
    token = _version(name="甲").token(AT)
    assert _version(name="乙").moved(token, {"name": ("乙",)}) is None


def test_the_token_says_nothing_of_the_values() -> None:
    first, second = _version(phone="13800000000").token(AT), _version(phone="13800000001").token(AT)
    assert first != second
    assert "13800000000" not in first


def test_lines_blanks_and_the_order_of_ticks_mean_nothing() -> None:
    assert shown.sent_by(" 甲\r\n乙 ") == shown.sent_by("甲\n乙")
    assert shown.sent_by(["b", "a", "", None]) == ("a", "b")
    assert shown.sent_by(None) == ()
