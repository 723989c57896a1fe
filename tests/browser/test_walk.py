"""The whole walk in a browser: from a city's division table to an hour on its dashboard. docs/walks/hours.md tells it.

Everybody uses the pages alone: administrator and offices at a desk, volunteer and leader on a phone. Only two things
are done behind the pages: the first administrator is made (as `baiying admin create` does) and figures are rolled up
(as the worker does every few minutes).
"""

import re
from datetime import date, datetime, time

import pytest

from baiying.accounts import actions as accounts
from baiying.activities.rules import gate
from baiying.demo import numbers
from baiying.figures import actions as figures
from baiying.figures import reconcile
from baiying.hours import queries as hours
from baiying.hours.models import HourEntry
from baiying.kit import clock as kit_clock
from baiying.notices import queries as notices
from baiying.places import queries as places
from baiying.ui import formats
from tests.browser.conftest import Stage
from tests.browser.everyday import SECONDS_A_CHARACTER, SECONDS_A_TAP
from tests.browser.stage import Visitor, mark_as_demo

pytestmark = pytest.mark.browser

TABLE = """代码,名称,级别,上级代码
410000000000,中原省,省,
419900000000,许州市,市,410000000000
419902000000,清河区,县,419900000000
419902001000,东关街道,乡镇,419902000000
419902001001,槐树社区,村,419902001000
419902001002,钟楼社区,村,419902001000
419902002000,柳河镇,乡镇,419902000000
419902002201,前柳村,村,419902002000
419921000000,柳林县,县,419900000000
"""
# The hands of all, without the two hours of service; the machine's seconds come on top.
MARK_MINUTES = 10
PASSWORD = "correct horse battery"
ADMIN, CITY, CLERK, UNIT, LEADER, VOLUNTEER, SYSTEM, AUDITOR = (numbers.phone(9_000_000 + n) for n in range(8))
NAME = "方小麦"
ID_NUMBER = numbers.id_number("419902", date(1992, 3, 15), 7, "female")
TEAM, TITLE = "东关街道文明实践志愿服务队", "广场清晨大扫除"
AREAS = ("清河区", "东关街道", "槐树社区")
# The day after the stage's first.
DAY = date(2026, 11, 25)


def first_administrator(stage: Stage) -> None:
    """Logs in by password and makes the city: table, sites, calendar, and the first office."""
    accounts.create_first_admin(phone=ADMIN, password=PASSWORD, display_name="杨帆", at=stage.clock.now())
    admin = stage.visitor(phone=False)
    admin.go("/").reads("这座城市还没有开始").go("/log-in/").page.get_by_text("用密码登录").first.click()
    form = admin.page.locator("form[action*='password']")
    form.locator("[name=phone]").fill(ADMIN)
    form.locator("[name=password]").fill(PASSWORD)
    admin.press("用密码登录").go("/desk/appointments/").reads("还没有系统管理员、审计员")
    for role, phone, name in (("sysadmin", SYSTEM, "郭磊"), ("auditor", AUDITOR, "许静")):
        admin.go("/desk/appointments/").follow("任命平台管理员").choose(role=role).fill(phone=phone, name=name)
        admin.press("任命").reads("已任命")
    city_table(stage)
    admin.go("/desk/appointments/").follow("任命", exact=True)
    admin.follow("就选许州市")
    admin.choose(role="city_office").fill(phone=CITY, name="高明", title="志愿服务科").press("任命").reads("已任命")


def city_table(stage: Stage) -> None:
    """The system administrator imports the table, makes the sites and enters the calendar."""
    admin = stage.visitor(phone=False)
    admin.go("/log-in/").fill(phone=SYSTEM).press("发送验证码")
    # Without text messages the operator reads the code at the server, as `baiying admin code` does.
    code = re.search(r"\d{6}", notices.on_screen(SYSTEM, limit=1)[0].wording)
    assert code is not None
    admin.fill(code=code[0]).press("登录").reads("任命等您答复", "系统管理员").press("接受").reads("已接受任命")
    admin.go("/desk/set-up/").follow("上传区划表")
    table = {"name": "许州市.csv", "mimeType": "text/csv", "buffer": TABLE.encode("gb18030")}
    admin.page.set_input_files("[name=file]", table)
    admin.fill(source="民政部门公布的区划代码").press("上传并检查")
    admin.page.get_by_role("button", name="按报告导入").wait_for()
    admin.look().press("按报告导入").reads("区划表已导入")
    admin.go("/desk/set-up/").press("建立名录").reads("新建了 7 个阵地的记录").press("载入日历").reads("2026")


def city_office(stage: Stage) -> None:
    """Appoints a clerk, enters a body with its team, and names who looks after them."""
    office = stage.visitor(phone=False).log_in(CITY).press("接受").reads("已接受任命")
    office.go("/desk/appointments/").follow("任命", exact=True).pick_area("清河区", "东关街道")
    office.follow("就选东关街道").choose(role="place_staff").fill(phone=CLERK, name="郑丽华")
    office.press("任命").reads("已任命")
    code = numbers.credit_code("11", "419902", 7)
    office.go("/desk/teams/").follow("登记单位").follow("开展志愿服务的其他单位")
    office.fill(name="清河区文明实践志愿服务总队", credit_code=code, competent_unit="清河区民政局")
    office.press("保存").reads("单位已登记").follow("任命单位管理员")
    office.fill(phone=UNIT, name="吴志强").press("任命").follow("新建队伍")
    office.fill(name=TEAM).select(category="civility").press("保存").follow("任命队长")
    office.fill(phone=LEADER, name="周敏").press("任命").reads("接受之后才是队长")


def registration(stage: Stage) -> Visitor:
    """On a phone, by the person's own act; nothing counts until a document was seen."""
    person = stage.visitor().go("/").follow("注册成为志愿者").fill(phone=VOLUNTEER).press("发送验证码，开始注册")
    person.type_code().follow("选择居住的村（社区）").pick_area(*AREAS).reads("许州市 清河区 东关街道 槐树社区")
    person.press("下一步").fill(name=NAME, id_number=ID_NUMBER[:-1] + "0").press("下一步").reads("最后一位对不上")
    person.fill(id_number=ID_NUMBER).press("下一步").choose(categories="community").press("下一步")
    person.press("同意并注册").reads("同意之后才能注册").tick("volunteer_service", "id_number").press("同意并注册")
    return person.reads(f"{NAME}，欢迎您", "让工作人员看一眼证件")


def real_name_check(stage: Stage) -> None:
    clerk = stage.visitor(phone=False).log_in(CLERK).press("接受").reads("已接受任命", "等待实名核验")
    clerk.go("/desk/people/checks/").page.locator("main").get_by_role("link", name="方").first.click()
    clerk.follow("整页打开", within=".by-beside")
    clerk.select(document="citizen").fill(last_six=ID_NUMBER[-6:]).press("证件一致，通过").reads("实名核验已通过")


def joining(leader: Visitor, person: Visitor) -> None:
    person.go("/teams/").follow(TEAM).fill(words="想来帮忙").press("申请加入").reads("等队长答复")
    leader.go("/desk/teams/").reads("想来帮忙").press("同意")
    person.page.reload()
    person.look().reads("您在这支队伍里")


def planning(stage: Stage, leader: Visitor) -> None:
    """The plan, its gate, and somebody else who publishes."""
    leader.go("/desk/activities/").follow("写活动方案")
    leader.fill(title=TITLE, description="清扫广场，摆好自行车。", risk_statement="早上路滑，请穿防滑的鞋。")
    leader.fill(address="槐树社区文化广场", contact_name="周敏", contact_phone=LEADER, post__0__name="清扫")
    leader.fill(shift__0__day=DAY.isoformat(), shift__0__starts="09:00", shift__0__ends="11:00", shift__0__places="10")
    leader.choose(categories="civility", recipients="11").press("保存方案")
    leader.choose(**dict.fromkeys(gate.CODES, gate.NO)).press("提交给单位管理员").reads("等单位管理员发布")
    unit = stage.visitor(phone=False).log_in(UNIT).press("接受").reads("已接受")
    unit.go("/desk/activities/").follow(TITLE).press("发布").reads("活动已发布")


def signing_up(person: Visitor) -> None:
    person.go("/activities/").fill(q="广场").press("查找").follow(TITLE).press("报名", exact=False).reads("已录用")
    person.go("/mine/").reads(TITLE)


def attending(stage: Stage, leader: Visitor, person: Visitor) -> None:
    """In by the address in the leader's QR code, out by its digits; the server's time counts."""
    stage.clock.offset += datetime.combine(DAY, time(8, 57), tzinfo=kit_clock.CHINA) - stage.clock.now()
    leader.go("/desk/activities/").follow(TITLE).follow("现场签到").reads("应到 1")
    shift = leader.page.url.split("/shifts/")[1].split("/")[0]
    token = hours.code_of(shift, stage.clock.now()).token
    person.go(f"/c/{shift}/{token}/").press("签到").reads("服务中")
    leader.page.reload()
    leader.look().reads("到 1")
    stage.clock.move(hours=2, minutes=1)
    digits = leader.go(f"/shifts/{shift}/code/").page.locator(".by-digits .visually-hidden").inner_text()
    person.go("/mine/").go("/check-in/").fill(digits=digits).press("签退")
    person.reads("信用时长")


def test_from_a_division_table_to_an_hour_on_the_dashboard(stage: Stage) -> None:
    first_administrator(stage)
    mark_as_demo(places.division_by_code("419900000000").pk, stage.clock.now())
    city_office(stage)
    person = registration(stage)
    real_name_check(stage)
    leader = stage.visitor().log_in(LEADER).press("接受").reads("已接受")
    joining(leader, person)
    planning(stage, leader)
    signing_up(person)
    attending(stage, leader, person)
    entry = HourEntry.objects.get()
    assert (entry.tier, entry.source) == ("credit", "digits")
    # From 8:57 to 10:58, and the seconds that the browser took.
    assert 121 <= entry.minutes <= 125
    served = formats.minutes_text(entry.minutes)
    person.go("/mine/messages/").reads(TITLE)
    person.go("/mine/hours/").reads(TITLE, served)
    figures.roll_up(at=stage.clock.now())
    assert reconcile.check(at=stage.clock.now()).drift == 0
    the_city_sees_it(stage, served)
    minutes, presses, signs = minutes_of(stage)
    assert minutes < MARK_MINUTES, f"{presses} presses, {signs} signs, {minutes:.1f} minutes of hands"


def minutes_of(stage: Stage) -> tuple[float, int, int]:
    """What the hands of everybody together take, one after the other, as journeys are reckoned (docs/bench.md): that,
    presses, signs."""
    presses = sum(one.presses for one in stage.visitors)
    signs = sum(one.signs for one in stage.visitors)
    return (presses * SECONDS_A_TAP + signs * SECONDS_A_CHARACTER) / 60, presses, signs


def the_city_sees_it(stage: Stage, served: str) -> None:
    """From the city down to the person's rows; the public sees no area of so few people."""
    city = stage.visitor(phone=False).log_in(CITY).go("/city/").reads("注册志愿者")
    city.follow("清河区").follow("东关街道").follow("槐树社区").follow("看名单").reads(served)
    stage.visitor().go("/city/").reads("人数太少，不公开")
