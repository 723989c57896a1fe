"""N26: what stands in the fields of a WeChat template, and what no field may be given."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from baiying.kit import clock
from baiying.kit.kept import translate
from baiying.notices.senders import Parcel, wechat, wecom
from baiying.notices.senders import wechat_fields as fields
from baiying.ui import kept

TITLE = "春节前后为社区高龄独居老人打扫卫生并清洗窗帘活动"
ADDRESS = "清河区永安街道和平里社区新时代文明实践站二楼东侧多功能活动大厅"
NAME = "阿卜杜热合曼·买买提依明"
FAMILY = "👨‍👩‍👧"
SHIFT = tuple(datetime(2026, 12, day, hour, tzinfo=clock.CHINA) for day, hour in ((5, 20), (6, 8)))


def mapping(**named: str) -> str:
    return json.dumps({"*": {"id": "T1", "fields": named}})


def test_n26_what_is_too_long_is_cut_at_twenty_with_dots() -> None:
    assert (len(TITLE), len(ADDRESS)) == (24, 31)
    assert fields.shaped("thing1", TITLE) == TITLE[:19] + "…"
    assert fields.shaped("thing2", ADDRESS) == ADDRESS[:19] + "…"
    assert fields.shaped("thing2", ADDRESS[:20]) == ADDRESS[:20]
    assert fields.shaped("thing1", "𠮷" * 10) == "𠮷" * 10
    assert fields.shaped("thing1", "𠮷" * 11) == "𠮷" * 9 + "…"


@pytest.mark.parametrize("sign", [FAMILY, "👍🏽", "🇨🇳", "é", "𠮷", "1️⃣", "🏴\U000e0067\U000e0062\U000e007f"])
def test_n26_no_half_of_what_is_seen_as_one_sign(sign: str) -> None:
    value = TITLE[:19] + sign + "一起"
    assert fields.shaped("thing1", value) == TITLE[:19] + "…"
    assert fields.shaped("thing1", TITLE[:10] + sign) == TITLE[:10] + sign
    for begin in range(22):
        cut = fields.cut("字" * begin + sign + "好" * 30, 20)
        assert sign in cut or not any(part in cut for part in sign if part != "一")


def test_n26_a_long_name_goes_into_a_thing_and_never_into_a_name() -> None:
    assert len(NAME) > 10
    template = fields.read(mapping(thing1="person"))["*"]
    assert fields.fill(template, fields.Given({"person": NAME}), without="见详情") == {"thing1": NAME}
    assert fields.problems(mapping(name1="person")) == ["字段 name1 放不下长的姓名，姓名请填进 thing 字段。"]


def test_n26_a_state_has_short_words_and_a_time_its_shape() -> None:
    template = fields.read(mapping(phrase1="state", time2="time", character_string3="number", thing4="place"))["*"]
    given = fields.Given({"state": "已报名，等待监护人同意", "number": "V900-31"}, None, *SHIFT)
    assert fields.fill(template, given, without="见详情") == {
        "phrase1": "待同意",
        "time2": "2026年12月5日 20:00~2026年12月6日 08:00",
        "character_string3": "V900-31",
        "thing4": "见详情",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [("phrase1", "已报名了很久"), ("phrase1", "ok"), ("character_string1", "编号31"), ("character_string1", "3" * 33)],
)
def test_what_must_not_be_cut_is_no_value(name: str, value: str) -> None:
    with pytest.raises(fields.CannotHold) as wrong:
        fields.shaped(name, value)
    assert wrong.value.name == name


def test_a_day_fits_a_date_alone_and_line_breaks_no_field() -> None:
    assert fields.when("date1", date(2026, 12, 5)) == "2026年12月5日"
    with pytest.raises(fields.CannotHold):
        fields.when("time1", date(2026, 12, 5))
    assert fields.shaped("thing1", " 一行\r\n\x00二行 ") == "一行 二行"


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ({"character_string1": "title"}, "character_string1"),
        ({"phrase1": "text"}, "phrase1"),
        ({"thing1": "time"}, "thing1"),
        ({"name1": "=张三"}, "name1"),
        ({"phrase1": "=报名已取消了"}, "报名已取消了"),
        ({"thing1": "weather"}, "weather"),
        ({"first": "title"}, "first"),
    ],
)
def test_n26_a_mapping_that_cannot_hold_its_values_is_refused_when_it_is_set_up(
    named: dict[str, str], says: str
) -> None:
    (why,) = fields.problems(mapping(**named))
    assert says in why
    with pytest.raises(fields.WrongMapping):
        fields.read(mapping(**named))


@pytest.mark.parametrize(
    "text", ["[", "[]", '{"*": 1}', '{"*": {"id": "T"}}', '{"*": {"id": "", "fields": {"thing1": "text"}}}']
)
def test_a_setting_that_cannot_be_read_says_so(text: str) -> None:
    assert len(fields.problems(text)) == 1


def test_a_kind_has_its_own_template_or_that_of_what_it_begins_with() -> None:
    one = {"id": "own", "fields": {"thing1": "=你好"}}
    found = fields.read(json.dumps({"signup_made": one, "signup_": {**one, "id": "signups"}}))
    numbers = {
        kind: (t.number if (t := fields.template_of(found, kind)) else None)
        for kind in ("signup_made", "signup_x", "x")
    }
    assert numbers == {"signup_made": "own", "signup_x": "signups", "x": None}
    assert fields.read("") == {}


def test_what_a_message_says_by_name_is_found_in_its_recipe() -> None:
    starts, ends = SHIFT
    text = translate("提醒您：") + translate("“%(title)s”改到 %(when)s。") % {
        "title": TITLE,
        "when": kept.span(starts.astimezone(UTC), ends.astimezone(UTC)),
    }
    noon = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    given = wechat.shown(Parcel(address="o1", text=str(text), subject="改期", recipe=text.recipe, at=noon))
    assert (given.texts["title"], given.texts["kind"], given.texts["text"]) == (TITLE, "改期", str(text))
    assert (given.starts, given.ends) == (starts, ends)
    bare = wechat.shown(Parcel(address="o1", text="您好", subject="改期", at=noon))
    template = fields.read(mapping(thing1="title", time2="time", thing3="person"))["*"]
    assert fields.fill(template, bare, without="见详情") == {
        "thing1": "改期", "time2": "2026年11月24日 12:00", "thing3": "见详情",
    }  # fmt: skip


@pytest.mark.parametrize("order", [("before", "now"), ("now", "before")])
def test_of_a_move_the_field_shows_the_new_time_whichever_stands_first(order: tuple[str, str]) -> None:
    """As a shift's move says it, at once and read back from the database, which orders names by their length."""
    starts, ends = SHIFT
    was = kept.span(starts.astimezone(UTC) - timedelta(days=7), ends.astimezone(UTC) - timedelta(days=7))
    times = {"before": was, "now": kept.span(starts.astimezone(UTC), ends.astimezone(UTC))}
    words = {"title": TITLE, **{name: times[name] for name in order}}
    text = translate("“%(title)s”改期了：原来 %(before)s，改为 %(now)s。") % words
    given = wechat.shown(Parcel(address="o1", text=str(text), subject="改期", recipe=text.recipe))
    assert (given.starts, given.ends) == (starts, ends)
    gone = translate("原来 %(before)s 的不办了。") % {"before": was}
    noon = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    bare = wechat.shown(Parcel(address="o1", text=str(gone), subject="改期", recipe=gone.recipe, at=noon))
    template = fields.read(mapping(time1="time"))["*"]
    assert fields.fill(template, bare, without="见详情") == {"time1": "2026年11月24日 12:00"}, "never the old time"


def test_a_card_of_wecom_is_cut_by_bytes_and_halves_nothing() -> None:
    made = wecom.shortened(FAMILY * 60, 512)
    assert len(made.encode()) <= 512
    assert made == FAMILY * ((len(made) - 1) // len(FAMILY)) + "…"
    assert wecom.shortened("好" * 40, 128) == "好" * 40
