"""Shorter journeys: by keyboard alone, without JavaScript, a guardian's own phone, and the way through an office."""

from datetime import date, timedelta
from typing import Any

import pytest

from baiying.demo import builders, numbers
from baiying.demo import cast as the_cast
from baiying.hours import queries as hours
from baiying.kit import clock
from baiying.people import queries as people
from tests.browser.conftest import Cast, Stage
from tests.browser.stage import Visitor, mark_as_demo

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def city(running: Any) -> builders.SmallCity:
    made = builders.small_city()
    mark_as_demo(made.city.pk, clock.now())
    return made


@pytest.fixture(scope="module")
def cast(city: builders.SmallCity) -> Cast:
    return the_cast.build(city)


def shift_of(cast: Cast, title: str, *, places: int = 10, **begins: int) -> Any:
    """A published shift of two hours, so long from now."""
    team, leader = cast["leader"].team, cast["leader"].account
    assert team is not None
    activity = builders.activity(team, leader, title, at=clock.now())
    return builders.shift(activity, clock.now() + timedelta(**begins), places=places)


def tab_to(visitor: Visitor, words: str) -> None:
    """Press Tab until what is focused says these words; it must also be seen that it is focused."""
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        focused = visitor.page.evaluate(
            "(e => [e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || '',"
            " getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e).boxShadow !== 'none'"
            "])(document.activeElement)"
        )
        if words in focused[0]:
            assert focused[1], f"the focus on “{words}” cannot be seen at {visitor.page.url}"
            return
    raise AssertionError(f"“{words}” is not reached by Tab on {visitor.page.url}")


def enter(visitor: Visitor) -> Visitor:
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    return visitor.look()


def test_signing_up_by_keyboard_alone(stage: Stage, cast: Cast) -> None:
    shift_of(cast, "河道捡拾", days=3)
    person = stage.visitor(phone=False).go("/")
    tab_to(person, "登录")
    enter(person)
    tab_to(person, "手机号")
    person.page.keyboard.type(cast["volunteer"].phone)
    enter(person)
    # The field for the code has the focus already.
    person.page.keyboard.type(person.found(r"(?<!\d)(\d{6})(?!\d)"))
    enter(person)
    tab_to(person, "找活动")
    enter(person)
    tab_to(person, "河道捡拾")
    enter(person)
    tab_to(person, "报名")
    enter(person).reads("已录用")


def test_the_public_journey_without_javascript(stage: Stage, city: builders.SmallCity, cast: Cast) -> None:
    """Register, sign up, come, leave, read what became of it: plain pages and forms."""
    shift = shift_of(cast, "社区义诊", minutes=10)
    number = numbers.id_number("419902", date(1985, 7, 9), 21, "male")
    person = stage.visitor(scripts=False).go("/").follow("注册成为志愿者").fill(phone=numbers.phone(8_000_001))
    person.press("发送验证码，开始注册").type_code().follow("选择居住的村（社区）")
    person.fill(q="槐树").press("查找").follow("槐树社区").press("下一步")
    person.fill(name="唐石", id_number=number).press("下一步").choose(categories="civility").press("下一步")
    person.tick("volunteer_service", "id_number").press("同意并注册").reads("唐石，欢迎您")
    person.follow("找活动").fill(q="义诊").press("查找").follow("社区义诊").press("报名", exact=False).reads("已录用")
    leader = stage.visitor(scripts=False).log_in(cast["leader"].phone).go(f"/shifts/{shift.public_id}/field/")
    token = hours.code_of(shift.public_id, clock.now()).token
    person.go(f"/c/{shift.public_id}/{token}/").press("签到").reads("服务中")
    leader.go(f"/shifts/{shift.public_id}/code/")
    stage.clock.move(minutes=45)
    token = hours.code_of(shift.public_id, clock.now()).token
    person.go(f"/c/{shift.public_id}/{token}/").press("现在签退").reads("等实名核验", "核验您的证件")
    person.go("/mine/messages/").go("/mine/hours/").reads("社区义诊").go("/mine/").reads("还差一步：实名核验")


def counted_taps(visitor: Visitor) -> list[str]:
    """What is tapped from now on, across pages."""
    taps: list[str] = []
    visitor.context.expose_function("tapped", lambda words: taps.append(words))
    # A label's tap comes again as one of its control, and a key press on a button as one of nobody's hand.
    visitor.context.add_init_script(
        "addEventListener('click', e => e.isTrusted && e.detail && tapped(e.target.innerText || e.target.name), true)"
    )
    return taps


def test_a_guardian_consents_on_the_own_phone(stage: Stage, city: builders.SmallCity, cast: Cast) -> None:
    """A 13-year-old has an own account; the parent opens the link of the message on another phone."""
    number = numbers.id_number("419902", date(2013, 5, 4), 33, "male")
    child = stage.visitor().go("/register/").fill(phone=numbers.phone(8_000_002)).press("发送验证码，开始注册")
    child.type_code().follow("选择居住的村（社区）").pick_area("清河区", "东关街道", "槐树社区").press("下一步")
    child.fill(name="贺小满", id_number=number).press("下一步").reads("监护人")
    child.fill(guardian_name="贺长河", guardian_phone=numbers.phone(8_000_003)).choose(relation="father").press(
        "下一步"
    )
    child.choose(categories="civility").press("下一步").tick("volunteer_service", "id_number").press("同意并注册")
    link = child.reads("请监护人同意").page.get_by_role("link", name="打开监护人的那一页").get_attribute("href")
    parent = stage.visitor()
    taps = counted_taps(parent)
    parent.go(link)
    parent.press("发送验证码到", exact=False).type_code().reads("单独同意书", "13 岁", "不满 16 周岁的")
    parent.tick("agree").press("同意").reads("已记下您的同意")
    # Opening the link of the message, and four more: send the code, confirm it, tick, agree (docs/walks/guardian.md).
    assert 1 + len(taps) == 5
    person = people.person_by_id_number("citizen", number)
    assert person is not None
    standing = people.standing_of(person.pk, clock.now())
    assert standing is not None
    assert (standing.guardian_ok, standing.counted) == (True, False)
    child.go("/mine/").reads("核验")
    # The child signs up; the parent reads what for, on her own phone, and says no.
    team, leader = cast["leader"].team, cast["leader"].account
    assert team is not None
    activity = builders.activity(team, leader, "给老人读报", at=clock.now())
    # The builders' day is a Tuesday, when there is school; on Saturday there is none.
    shift = builders.shift(activity, clock.now() + timedelta(days=4), at_post=builders.post(activity, minors=True))
    child.go(f"/activities/{activity.public_id}/").press("报名", exact=False)
    child.go("/mine/messages/").reads("报名成功")
    parent.go("/mine/wards/").follow("给老人读报").reads("风险", "领队全程在场")
    parent.press("不同意，取消这次报名").reads("已经好好告诉孩子和领队")
    child.go("/mine/messages/").reads("别的活动也欢迎您")
    shift.refresh_from_db()
    assert shift.taken == 0


def test_the_way_through_an_office_with_a_printed_card(stage: Stage, city: builders.SmallCity, cast: Cast) -> None:
    """Registered at a desk without a phone; at the shift the leader opens the address on the card."""
    shift = shift_of(cast, "敬老院陪伴", minutes=5)
    number = numbers.id_number("419902", date(1954, 2, 3), 44, "female")
    clerk = stage.visitor(phone=False).log_in(cast["clerk"].phone).go("/desk/people/on-site/")
    clerk.follow("先选本人居住的村（社区）").pick_area("槐树社区")
    clerk.fill(name="孟桂兰", id_number=number).tick("consent").press("注册")
    clerk.reads("已注册，志愿者编号").press("打印志愿者证")
    clerk.reads("孟桂兰", "签到时请领队扫码")
    person = people.person_by_id_number("citizen", number)
    assert person is not None
    card = people.card_of(person.pk)
    assert card is not None
    leader = stage.visitor().log_in(cast["leader"].phone).go(f"/v/{card.code}/").reads("孟桂兰")
    leader.press("签到", within="main section:has-text('敬老院陪伴')").reads("孟桂兰 已签到")
    assert hours.open_attendance_of(person.pk) is not None
    stage.visitor().go(f"/v/{card.code}/")
    assert shift.public_id in leader.page.url
