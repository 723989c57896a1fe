"""What is typed and how a text is found by it, as pure functions; and the same folding in the database."""

import pytest
from django.db import connection

from baiying.kit.db import folding
from baiying.kit.values import finding, sounds

PLACE = "吴庄社区路口文明交通引导"


def found(typed: str, text: str = PLACE) -> bool:
    return finding.holds(set(finding.terms(text)), finding.ways(finding.folded(typed)))


@pytest.mark.rules
@pytest.mark.parametrize(
    "typed",
    [
        "交通",
        "文明交通引导",
        "jiaotong",
        "JiaoTong",
        "ｊｉａｏｔｏｎｇ",
        "jt",
        "jtyd",
        "wenmingjiaotong",
        "交\u200b通",
        "wmjt",
    ],
)
def test_a_word_is_found_as_written_by_its_sound_and_by_its_initials(typed: str) -> None:
    assert found(typed)


@pytest.mark.rules
@pytest.mark.parametrize(
    ("typed", "text", "is_found"),
    [
        ("西大办事处", "西大街道", True),
        ("西大街道办", "西大街道", True),
        ("西大街道办事处", "西大街道", True),
        ("西大街", "西大街道", True),
        ("董庄居委会", "董庄社区邻里集市", True),
        ("董庄社区居委会", "董庄社区邻里集市", True),
        ("董庄村委会", "董庄村大扫除", True),
        ("董庄村民委员会", "董庄村大扫除", True),
        ("西庄居委会", "董庄社区邻里集市", False),
        ("居委会", "董庄社区邻里集市", False),
        ("居委会", "董庄社区居委会", True),
        ("东办事处", "东街道", False),
    ],
)
def test_an_area_is_found_by_the_name_of_its_office(typed: str, text: str, is_found: bool) -> None:
    assert found(typed, text) is is_found


@pytest.mark.rules
@pytest.mark.parametrize("typed", ["河道", "tongjiao", "tj", "jiaodao", "交引", "xyz", "jiaotongx"])
def test_what_is_not_there_is_not_found(typed: str) -> None:
    assert not found(typed)


@pytest.mark.rules
@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("chongqing", "重庆路"),
        ("yinyue", "音乐会"),
        ("changge", "长葛市"),
        ("xian", "西安"),
        ("xian", "先进"),
        ("lvse", "绿色"),
        # Letters that stand in the text as they are typed.
        ("ping", "PING 测试"),
    ],
)
def test_signs_with_two_readings_and_letters_that_can_be_cut_twice_are_found(typed: str, text: str) -> None:
    assert found(typed, text)


@pytest.mark.rules
@pytest.mark.parametrize(
    "typed", ["交同", "文明交同", "文明交引", "文字交通", "问明交通", "交通引道", "交字引", "交通弓导", "问明交同"]
)
def test_a_word_with_one_wrong_sign_is_found_nearly_and_not_otherwise(typed: str) -> None:
    assert not found(typed)
    assert finding.holds(set(finding.terms(PLACE)), finding.nearly(typed))


@pytest.mark.rules
@pytest.mark.parametrize(
    "typed",
    ["河道引流", "交警", "字", "jiaotonh", "文字河道", "河道交通", "河字交通", "河明乐通字", "一二三四五六七八九"],
)
def test_more_than_one_wrong_sign_is_another_word(typed: str) -> None:
    assert not finding.holds(set(finding.terms(PLACE)), finding.nearly(typed))


@pytest.mark.rules
@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("交通", [("交通",)]),
        ("12", [("12",)]),
        ("jt", [("jt",), ("'jt",)]),
        # No syllable begins with i, so these are no initials.
        ("xi", [("xi",), ("xi'",)]),
        ("jtydjtydj", [("jt", "ty", "yd", "dj", "jt", "ty", "yd", "dj")]),
    ],
)
def test_only_small_letters_are_also_sounds_and_only_short_words_initials(word: str, ways: list[finding.Way]) -> None:
    assert finding.ways(word) == ways


@pytest.mark.rules
def test_words_are_tried_up_to_their_longest_and_no_further() -> None:
    assert finding.ways("jtydjtyd")[-1] == ("'jt", "'ty", "'yd", "'dj", "'jt", "'ty", "'yd")
    assert [len(finding.ways("bu" * 15 + more)) for more in ("", "a")] == [2, 1]
    assert finding.nearly("一二三四五六七八")
    assert [finding.nearly(word) for word in ("一", "一二三四五六七八九", "jiaotonh", "交通a")] == [[], [], [], []]


@pytest.mark.rules
def test_the_fewest_syllables_come_first_and_nonsense_has_none() -> None:
    assert sounds.spelled("xian") == [("xian",), ("xi", "an")]
    assert sounds.spelled("aer") == [("a", "er")]
    assert sounds.spelled("xianxianxian")[0] == ("xian", "xian", "xian")
    # Eight ways; more than six are not tried.
    assert len(sounds.spelled("xianxianxian")) == 6
    assert sounds.spelled("jt") == []
    assert sounds.spelled("") == [()]
    assert sounds.readings("A") == ()
    assert len(sounds.SYLLABLES) > 400


@pytest.mark.rules
def test_a_single_sign_is_no_pair() -> None:
    assert finding.ways("义") == []
    assert finding.pairs("义", "") == ["义"]


@pytest.mark.parametrize(
    "text",
    ["阳光（一）队", "ＡＢＣ　志愿", "买买提•艾力", "D’Angelo", "东－西队", "·", "it's 100%", "Ⅳ号楼", "①组"],
)
@pytest.mark.django_db
def test_the_database_folds_as_the_program_does(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + folding.Folded.template % {"expressions": "%s"}, [text])
        (there,) = cursor.fetchone()
    assert " ".join(there.split()) == finding.folded(text)
