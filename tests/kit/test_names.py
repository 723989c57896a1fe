"""Names of people as documents write them and keyboards give them (cases F09, F13 to F16)."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.kit.values import names

pytestmark = pytest.mark.rules


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        # F09: extensions that Python's tables may not know; the sign that old systems kept in the private area.
        ("李\U0003158e", "李\U0003158e"),
        ("王\U0002ebf1", "王\U0002ebf1"),
        ("\U0002a6df三", "\U0002a6df三"),
        ("㛃䶮𬭎", "㛃䶮𬭎"),
        ("王\ue863", "王䶮"),
        ("任〇〇", "任〇〇"),
        ("侯\U0003347a", "侯\U0003347a"),
        # F13: one sign is a name.
        ("难", "难"),
        ("O", "O"),
        # F14: blanks between Chinese signs, and what cannot be seen.
        ("赵　六", "赵六"),
        ("张　　三", "张三"),
        ("张 三", "张三"),
        ("张\u200b三", "张三"),
        ("\u202a张三\u202c", "张三"),
        ("\ufeff张三 ", "张三"),
        ("张\u00a0三", "张三"),
        ("张\x07三", "张三"),
        # F15: dots and apostrophes.
        ("买买提⋅艾力", "买买提·艾力"),
        ("བཀྲ་ཤིས་", "བཀྲ་ཤིས"),
        ("བསོད༌ནམས", "བསོད་ནམས"),
        ("买买提∙艾力", "买买提·艾力"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("买买提‧艾力", "买买提·艾力"),
        ("买买提･艾力", "买买提·艾力"),
        ("D’Angelo", "D'Angelo"),
        ("D´Angelo", "D'Angelo"),
        ("’t Hooft", "'t Hooft"),
        ("Anna-Lena K.", "Anna-Lena K."),
        ("Anna–Lena", "Anna-Lena"),
        ("J. R. R. Tolkien", "J. R. R. Tolkien"),
        ("Jean  Luc", "Jean Luc"),
        ("Nguyễn Văn A", "Nguyễn Văn A"),
        ("김 철수", "김 철수"),
        ("محمد علي", "محمد علي"),
        ("Ａｎｎａ", "Anna"),
        ("ก้อง", "ก้อง"),
        ("a" * 60, "a" * 60),
    ],
)
def test_a_name_is_kept_as_the_document_has_it(typed: str, kept: str) -> None:
    assert names.name(typed) == kept
    assert names.name(kept) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("张3", "signs"),
        ("张三！", "signs"),
        ("·张三", "signs"),
        ("张三·", "signs"),
        ("张··三", "signs"),
        ("-", "signs"),
        ("'", "signs"),
        ("张@三", "signs"),
        ("<b>", "signs"),
        ("😀", "signs"),
        ("²张", "signs"),
        # A wrong sign after an accent that stands by itself, and joins that join nothing.
        ("ก้3", "signs"),
        ("Anna- Lena", "signs"),
        ("’’t Hooft", "signs"),
        ("张\ue001", "private"),
        ("张\U000f0001", "private"),
        ("a" * 61, "length"),
    ],
)
def test_what_no_document_has_in_a_name_is_refused(typed: str, why: str) -> None:
    with pytest.raises(names.BadName) as refused:
        names.name(typed)
    assert (refused.value.code, str(refused.value)) == (why, why)


@pytest.mark.parametrize("asked", ["买买提•艾力", "买买提艾力", "买买提 艾力", "买买提·艾力", "买买提⋅艾力"])
def test_a_name_is_found_with_any_dot_and_without(asked: str) -> None:
    assert names.key(asked) == names.key("买买提·艾力")


def test_keys_do_not_ask_for_capitals_or_apostrophes() -> None:
    assert names.key("D’ANGELO") == names.key("d angelo") == "dangelo"
    assert names.key("·") == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("张三", "张三", True),
        ("张三", "张四", False),
        ("买买提•艾力", "买买提·艾力", True),
        ("张 三", "张三", True),
        ("D’Angelo", "d angelo", True),
        ("张三", "", False),
        # Nothing to find anybody by: only the very same signs are the same.
        ("·", "-", False),
        ("·", "·", True),
        ("", "·", False),
        ("", "", True),
    ],
)
def test_two_names_are_one_however_they_were_typed(one: str, other: str, same: bool) -> None:
    assert names.same(one, other) is same
    assert names.same(other, one) is same


@given(st.text(max_size=70))
def test_any_text_is_a_name_or_is_refused_and_what_is_kept_stays(text: str) -> None:
    with suppress(names.BadName):
        kept = names.name(text)
        _stays(kept, text)


def _stays(kept: str, text: str) -> None:
    assert names.name(kept) == kept
    assert names.key(kept) == names.key(text)
    assert re.sub(names.KEYLESS, "", kept.lower()) == names.key(kept)
