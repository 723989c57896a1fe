"""What phones met (P14, P22, P24, P30): the scanner, small targets, large type, "back", the weight of pages."""

import gzip
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import segno
from django.conf import settings

from baiying.demo import builders
from baiying.hours import queries as hours
from baiying.hours.models import Attendance
from baiying.kit import clock
from tests.browser import chromium
from tests.browser.conftest import Cast, Stage
from tests.browser.stage import Visitor, eventually
from tests.browser.test_journeys import shift_of

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 640, 480


def film(text: str, path: Path) -> None:
    """A film of one picture: a QR code in front of a camera."""
    rows = [list(row) for row in segno.make_qr(text, error="m").matrix_iter(scale=8, border=4)]
    left, top = (WIDTH - len(rows)) // 2, (HEIGHT - len(rows)) // 2
    light = bytearray(b"\xff" * (WIDTH * HEIGHT))
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                light[(y + top) * WIDTH + x + left] = 16
    frame = b"FRAME\n" + bytes(light) + b"\x80" * (WIDTH * HEIGHT // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 10)


def with_camera(stage: Stage, who: Visitor, film_path: Path | None) -> Iterator[Any]:
    """The visitor's session in a browser whose camera shows the film, or that has none."""
    arguments = [*chromium.ARGUMENTS, "--use-fake-ui-for-media-stream"]
    if film_path is not None:
        arguments += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film_path}"]
    shown = stage.browser.browser_type.launch(executable_path=chromium.executable(), args=arguments)
    try:
        context = shown.new_context(base_url=stage.address, locale="zh-CN", viewport={"width": 390, "height": 844})
        context.add_cookies(who.context.cookies())
        page = context.new_page()
        page.on("pageerror", lambda error: stage.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: _note(stage, said))
        yield page
    finally:
        shown.close()


def _note(stage: Stage, said: Any) -> None:
    # 409 and 404 are answers to people.
    if said.type == "error" and "status of 4" not in said.text:
        stage.faults.append(said.text)


def test_p14_the_page_scans_the_leaders_code(stage: Stage, cast: Cast, tmp_path: Path) -> None:
    shift = shift_of(cast, "扫码的班次", minutes=5)
    builders.signup(shift, cast["volunteer"].person)  # type: ignore[arg-type]
    person = stage.visitor().log_in(cast["volunteer"].phone)
    token = hours.code_of(shift.public_id, clock.now()).token
    # As the leader's phone shows it, by the name of the city.
    film(f"https://baiying.example/c/{shift.public_id}/{token}/", tmp_path / "code.y4m")
    for page in with_camera(stage, person, tmp_path / "code.y4m"):
        fetched: list[str] = []
        page.on("request", lambda request, fetched=fetched: fetched.append(request.url))
        page.goto("/check-in/")
        assert not [url for url in fetched if "barcode-detector" in url or "wasm" in url]
        page.get_by_role("button", name="扫签到码").click()
        page.wait_for_url(f"**/c/{shift.public_id}/{token}/", timeout=20_000)
        assert [url for url in fetched if "zxing_reader" in url]
        page.get_by_role("button", name="签到", exact=True).click()
        page.wait_for_url("**/attendances/**")
    assert eventually(lambda: Attendance.objects.filter(shift=shift).exists())
    Attendance.objects.filter(shift=shift).update(checked_out_at=clock.now() + timedelta(seconds=1), out_source="code")


def test_p14_no_camera_leads_to_the_digits(stage: Stage, cast: Cast) -> None:
    person = stage.visitor().log_in(cast["volunteer"].phone)
    for page in with_camera(stage, person, None):
        page.goto("/check-in/")
        page.get_by_role("button", name="扫签到码").click()
        page.get_by_text("没有打开相机").wait_for()
        assert page.evaluate("document.activeElement.id") == "id_digits"


def test_p14_the_leader_scans_cards_one_after_the_other(stage: Stage, cast: Cast, tmp_path: Path) -> None:
    shift = shift_of(cast, "领队扫证", minutes=-5)
    residence = shift.activity.area
    expected, walks_in = builders.person("沈佳", residence=residence), builders.person("罗成", residence=residence)
    builders.signup(shift, expected)
    leader = stage.visitor().log_in(cast["leader"].phone)
    path = f"/shifts/{shift.public_id}/field/"
    film(f"https://baiying.example/v/{builders.card(expected).code}/", tmp_path / "card.y4m")
    for page in with_camera(stage, leader, tmp_path / "card.y4m"):
        page.goto(path)
        page.evaluate("window.stayed = true")
        page.get_by_role("button", name="扫志愿者证").click()
        said = page.locator("#scanned")
        said.get_by_text("到了。").wait_for(timeout=20_000)
        assert page.locator("#list .by-tick-out").count() == 1
        # The card is still held there: the camera goes on, nothing is noted twice, and the way back works.
        said.get_by_role("button", name="撤销").click()
        page.locator("#list .by-tick:not(.by-tick-out)").wait_for()
        assert page.evaluate("window.stayed")
        page.get_by_role("button", name="关掉相机").click()
        assert page.get_by_role("button", name="扫志愿者证").is_visible()
    assert [(row.in_source, row.undone_at is None) for row in Attendance.objects.filter(shift=shift)] == [
        ("scan", False)
    ]
    film(f"https://baiying.example/v/{builders.card(walks_in).code}/", tmp_path / "card.y4m")
    for page in with_camera(stage, leader, tmp_path / "card.y4m"):
        page.goto(path)
        page.get_by_role("button", name="扫志愿者证").click()
        page.get_by_role("button", name="现场加入").click(timeout=20_000)
        page.locator("#scanned").get_by_text("到了（现场加入）").wait_for()
        assert page.locator("#list .by-tick-out").count() == 1
    row = Attendance.objects.get(shift=shift, undone_at=None)
    assert (row.person_id, row.walk_in, row.in_source) == (walks_in.pk, True, "scan")


def test_p24_back_after_a_corrected_form_leads_back(stage: Stage, cast: Cast) -> None:
    shift = shift_of(cast, "先报后退", days=2)
    signup = builders.signup(shift, cast["volunteer"].person)  # type: ignore[arg-type]
    person = stage.visitor().log_in(cast["volunteer"].phone).go("/mine/signups/")
    person.page.goto(f"/signups/{signup.public_id}/cancellation/")
    # Not every browser cuts what is too long.
    person.page.locator("[name=reason]").evaluate("box => box.removeAttribute('maxlength')")
    person.fill(reason="长" * 181).press("确定取消报名").reads("请写短一些")
    assert person.page.evaluate("document.activeElement.className") == "by-summary"
    person.fill(reason="临时加班").press("确定取消报名").reads("已取消报名")
    person.page.go_back()
    person.reads("您已于", "现在的状态")


def test_a_signal_lost_unawares_leaves_what_was_typed(stage: Stage, cast: Cast) -> None:
    """The browser believes in its network and is wrong: the answer never comes."""
    person = stage.visitor().log_in(cast["volunteer"].phone).go("/mine/profile/edit/")
    box = person.page.locator("main input[type=checkbox]:not(:checked)").first
    name, value = box.get_attribute("name"), box.get_attribute("value")
    box.evaluate("box => box.click()")
    person.page.route("**/*", lambda route: route.abort())
    person.page.locator("main form .btn-primary").first.click()
    person.page.get_by_text("没有收到回音").wait_for()
    assert person.page.locator(f"input[name='{name}'][value='{value}']").is_checked()
    person.page.unroute("**/*")
    # The console says once that nothing came: that is what was tried.
    person.faults[:] = [fault for fault in person.faults if "ERR_FAILED" not in fault]


def test_what_was_done_is_said_where_one_stands(stage: Stage, cast: Cast) -> None:
    """Signing up by the button at the foot of a long page: the confirmation is in sight, and goes at the head."""
    shift = shift_of(cast, "报名之后看得见", days=4)
    person = stage.visitor().log_in(cast["volunteer"].phone).go(f"/activities/{shift.activity.public_id}/")
    person.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    person.page.locator("main form[data-in-place] .btn-primary:visible").last.click()
    said = person.page.get_by_text("报名成功")
    said.wait_for()
    person.page.wait_for_load_state("load")
    person.page.wait_for_timeout(300)
    box = said.bounding_box()
    assert 0 <= box["y"] < 844, box
    person.page.evaluate("window.scrollTo(0, 0)")
    person.page.wait_for_timeout(100)
    assert person.page.locator(".by-messages-here").count() == 0
    assert said.is_visible()


# What one taps. A box is as large as its words, which belong to it.
SMALL = """least => [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select, textarea')]
  .filter(e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && e.tabIndex >= 0)
  .filter(e => !e.closest('.by-skip, .visually-hidden'))
  .map(e => [e, (e.matches('[type=checkbox], [type=radio]') && e.closest('label') || e).getBoundingClientRect()])
  .filter(([e, box]) => box.width && box.height && (box.height < least - .5 || box.width < least - .5))
  .map(([e, box]) => `${e.tagName} "${(e.innerText || e.ariaLabel || e.name || '').trim().slice(0, 20)}" ` +
    `${Math.round(box.width)}x${Math.round(box.height)}`)"""
FRAME = "['.by-top', '.by-bar'].map(s => document.querySelector(s)?.getBoundingClientRect().height || 0)"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def pages(shift: Any) -> list[str]:
    activity, team = shift.activity.public_id, shift.activity.team.public_id
    public = ["/", "/activities/", f"/activities/{activity}/", "/sites/", "/teams/", f"/teams/{team}/", "/check-in/"]
    mine = ["", "signups/", "hours/", "profile/", "card/", "messages/", "calendar/"]
    return [*public, *(f"/mine/{page}" for page in mine), "/ui/preferences/"]


# Pages of the phone that are no list of their own; the crawl weighs every other that a link leads to.
FURTHER = (
    "/register/",
    "/areas/choose/?next=/activities/&field=area",
    "/mine/wards/",
    "/mine/profile/edit/",
    "/figures/",
)


@pytest.mark.parametrize(("elder", "least"), [("0", 44), ("1", 60)])
def test_p30_nothing_one_taps_is_small(stage: Stage, cast: Cast, elder: str, least: int) -> None:
    shift = shift_of(cast, f"量尺寸 {elder}", days=3)
    person = stage.visitor().log_in(cast["volunteer"].phone)
    person.context.add_cookies([{"name": "elder", "value": elder, "url": stage.address}])
    if elder == "1":
        person.page.set_viewport_size({"width": 320, "height": 640})
    small = {}
    for path in pages(shift):
        person.page.goto(path)
        found = person.page.evaluate(SMALL, least)
        if found:
            small[path] = found
    assert not small, "\n".join(f"{path}: {'; '.join(found)}" for path, found in small.items())


def test_p22_in_large_type_most_of_the_screen_is_the_page(stage: Stage, cast: Cast) -> None:
    shift = shift_of(cast, "大字看活动", days=3)
    person = stage.visitor().log_in(cast["leader"].phone)
    person.context.add_cookies([{"name": "elder", "value": "1", "url": stage.address}])
    person.page.set_viewport_size({"width": 320, "height": 640})
    for path in pages(shift):
        person.page.goto(path)
        head, bar = person.page.evaluate(FRAME)
        assert head + bar <= 640 / 4, (path, head, bar)
        assert person.page.evaluate(WIDER) <= 0, path


def test_pages_stay_light(stage: Stage, cast: Cast) -> None:
    shift = shift_of(cast, "称重量", days=3)
    cookies = stage.visitor().log_in(cast["leader"].phone).context.cookies()
    for path in (*pages(shift), *FURTHER):
        # A new phone each time: nothing is kept. Fonts come only where the device has no Chinese type.
        person = stage.visitor()
        person.context.add_cookies(cookies)
        asked: list[str] = []
        person.page.on("request", lambda request, asked=asked: asked.append(urlsplit(request.url).path))
        answer = person.page.goto(path)
        person.page.wait_for_load_state("networkidle")
        assert answer is not None
        assert len(answer.body()) < 30_000, path
        assets = {one for one in asked if one.startswith("/static/") and "noto" not in one}
        weights = {one: _sent(one.removeprefix("/static/")) for one in assets}
        assert 0 < sum(weights.values()) < 80_000, (path, weights)
        person.leave()


def _sent(name: str) -> int:
    """How many bytes of a static file are sent: compressed, as the web server does it."""
    content = (Path(settings.STATIC_ROOT) / name).read_bytes()
    return min(len(content), len(gzip.compress(content, 9)))


# What one came for, above the bar, before anything is moved. The strip of the demo is not there in a real city.
UNDER = """() => {
  const strip = document.querySelector('.by-demo')?.offsetHeight || 0;
  const bar = document.querySelector('.by-bar').getBoundingClientRect().top + strip;
  const first = [...document.querySelectorAll('main .btn-primary')].find(e => e.checkVisibility());
  return first && first.getBoundingClientRect().bottom > bar ? [first.innerText.trim()] : [];
}"""


@pytest.mark.parametrize("scripts", [True, False])
def test_p22_in_large_type_the_one_action_is_on_the_first_screen(stage: Stage, cast: Cast, scripts: bool) -> None:
    shift = shift_of(cast, f"大字先做什么 {scripts}", minutes=20)
    # Somebody who stands nowhere else: what the others of this file did today is nobody's matter here.
    phone = f"1990077000{int(scripts)}"
    home = cast["volunteer"].person.residence  # type: ignore[union-attr]
    builders.signup(shift, builders.person("席大字", residence=home, account=builders.account(phone)))
    person = stage.visitor(scripts=scripts).log_in(phone)
    person.context.add_cookies([{"name": "elder", "value": "1", "url": stage.address}])
    person.page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/mine/", "/activities/", f"/activities/{shift.activity.public_id}/", "/check-in/", "/mine/hours/"):
        person.page.goto(path)
        assert person.page.evaluate(UNDER) == [], path
        # What is folded opens without scripts too.
        for more in person.page.locator(".by-secondary > summary").all()[:1]:
            more.click()
            assert person.page.locator(".by-secondary[open]").count() == 1, path
