"""An afternoon at a school, in a browser: a sheet of 1,200 pupils with its faults becomes invitations, and 900 of them
accept, by the link, by the slip, and with a paper that a parent signed. Told in docs/walks/school.md.

Whoever does something for the first time does it in the browser, four children to the end; 24 more come over HTTP by
the same addresses (fourteen requests each, half a second of a core); the rest by the two actions that these addresses
call, a fifth of that, each in its own transaction. No row is written past them.
"""

import io
import re
from collections import Counter
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.notices import queries as notices
from baiying.people import actions as people
from baiying.people import rules
from baiying.people.models import Consent, Guardianship, Person
from baiying.rosters import actions, keeping
from baiying.rosters.models import Invitation, Paper, Roster
from baiying.rosters.rules import papers
from tests.browser.conftest import Cast, Stage
from tests.browser.stage import Visitor, mark_as_demo
from tests.people.world import AGREED, agreement, code_for
from tests.rosters.makers import number_of

pytestmark = pytest.mark.browser

PUPILS, CLASSES, SIZE = 1_200, 24, 50
TITLE_ROWS = 3
ACCEPT = 900
# By the link with a sister, by the slip, by a paper: in the browser. So many after them over HTTP.
IN_THE_BROWSER, OVER_HTTP = (99, 100, 61, 62), 24
NO = 60
# Two of one surname, birthday, class and telephone, whose numbers nobody has typed yet (U04).
TWINS = (199, 200)
# What is wrong with the sheet: numbers that the spreadsheet ruined, telephones with a sign too few, no name.
RUINED, SHORT, NAMELESS, DOUBLED, HIDDEN = 5, 3, 2, 4, 6
FAULTS = RUINED + SHORT + NAMELESS
FIRST = "春夏秋冬东南西北山河湖海风云雨雪日月星辰金木水火土松竹梅兰菊荷桃柳桂"
SECOND = "一二三四五六七八九十百千万上下左右大小多少高低长短前后里外早晚明亮清新安"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def city(running: Any) -> builders.SmallCity:
    made = builders.small_city()
    mark_as_demo(made.city.pk, clock.now())
    return made


@pytest.fixture(scope="module")
def cast(city: builders.SmallCity) -> Cast:
    return the_cast.build(city)


def group_of(n: int) -> str:
    """The last class was typed as 3-8, which the spreadsheet took for a day, and the page for a class again."""
    grade, of_grade = divmod((n - 1) // SIZE, 8)
    return "3-8班" if (grade, of_grade) == (2, 7) else f"{grade + 1}年级{of_grade + 1}班"


def born_of(n: int) -> date:
    """Fifteen or sixteen years old on the builders' day; twins on one day."""
    n = min(TWINS) if n in TWINS else n
    return date(2010, 1 + n % 12, 1 + n % 28)


def name_of(n: int) -> str:
    """Invented, each once, in characters that every font has."""
    return f"石{FIRST[n % len(FIRST)]}{SECOND[n // len(FIRST)]}"


def phone_of(n: int) -> str:
    """Two children of one mother have her telephone: every hundredth pupil is the brother of the one before."""
    return f"1391{(n - 1 if n % 100 == 0 else n):07d}"


def number(n: int) -> str:
    return number_of(n % 1000, born_of(n))


def sheet() -> bytes:
    """As schools send it: a title over merged cells, blank rows, padded names, +86, a class that became dates."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "全校名单"
    page.append(["许州市第一中学学生名单（2026 年秋）"])
    page.merge_cells("A1:E1")
    page.append([])
    page.append(["姓  名", "证件号码", "班级", "监护人手机号", "出生日期"])
    for n in range(1, PUPILS + 1):
        row: list[Any] = [name_of(n), number(n), group_of(n), phone_of(n), ""]
        if n in TWINS:
            row[1], row[4] = "", f"{born_of(n)}"
        if n % 7 == 0:
            row[0] = f" {row[0][0]}　{row[0][1:]} "
        if n % 11 == 0:
            row[3] = f"+86 {row[3]}"
        if n <= RUINED:
            row[1] = int(number(n)[:17] + "0")
        elif n <= RUINED + SHORT:
            row[3] = row[3][:-1]
        elif n <= FAULTS:
            row[0] = ""
        if group_of(n) == "3-8班":
            row[2] = date(2026, 3, 8)
        page.append(row)
        if row[2] == date(2026, 3, 8):
            page.cell(page.max_row, 3).number_format = "m-d"
    for n in range(101, 101 + DOUBLED):
        page.append([name_of(n), number(n), group_of(n), phone_of(n)])
    for n in range(HIDDEN):
        page.append([f"旧生{n}", number_of(900 + n, date(2008, 5, 4)), "1年级1班", f"1399990000{n}"])
        page.row_dimensions[page.max_row].hidden = True
    page.append(["合计", PUPILS])
    book.create_sheet("2024").append(["姓名", "班级"])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def roster() -> Roster:
    return Roster.objects.latest("id")


def invitation(n: int) -> Invitation:
    return Invitation.objects.get(roster=roster(), line=n + TITLE_ROWS)


def bring_in(clerk: Visitor, cast: Cast) -> None:
    """Uploaded, its one question answered, its faults read by row and column, sent by one press."""
    clerk.go("/desk/rosters/new/")
    clerk.page.set_input_files("[name=file]", {"name": "名单.xlsx", "mimeType": XLSX, "buffer": sheet()})
    clerk.press("核对名册").reads(
        f"第 4 行 {name_of(1)}", "证件号码（B 列）", "3-8班", f"另有 {HIDDEN} 行被隐藏", "先确认日期格式的班级"
    )
    clerk.choose(dates_are_groups="on").press("按选择重新核对")
    clerk.reads(f"发出 {PUPILS - FAULTS:,} 份邀请", "表格软件已丢失后三位", "监护人手机号（D 列）", "与第 104 行相同")
    clerk.reads(f"第 9 行 {name_of(6)}", f"第 1204 行 {name_of(101)}")
    clerk.tick("without_faults").press(f"发出 {PUPILS - FAULTS:,} 份邀请")
    # So many are made within the press; the texts are a job's.
    assert roster().finished_at is not None
    with override_settings(PUBLIC_ADDRESS=clerk.address):
        actions.text(roster_id=roster().pk, at=clock.now())
    clerk.go(f"/desk/rosters/{roster().public_id}/").reads("接受邀请的人数", f"{PUPILS - FAULTS:,}")


def link_to(n: int) -> str:
    """The address in the text that the guardian's phone got; one text for all children of the phone."""
    (said,) = [one.wording for one in notices.on_screen(phone_of(n)) if one.kind == "rosters.invited"]
    assert name_of(n) not in said
    found = re.findall(r"/invitations/[a-z0-9]+/", said)
    assert len(found) == (2 if phone_of(n) in {phone_of(n - 1), phone_of(n + 1)} else 1)
    here = f"/invitations/{invitation(n).public_id}/"
    assert here in found
    return here


def by_link(stage: Stage, n: int) -> Visitor:
    """A mother opens the link of the message; the child has a telephone of its own; she agrees on hers."""
    parent = stage.visitor().go(link_to(n)).reads(f"给 {invitation(n).name_mask} 的邀请")
    parent.press("发送验证码").type_code().press("去注册").press("有：用孩子的手机号注册")
    steps(parent, n)
    return agrees(stage, parent)


def by_slip(stage: Stage, n: int) -> Visitor:
    """Whoever has the slip types its word and the end of the own number; registers; the mother agrees."""
    word, _line = keeping.who_of(invitation(n))
    child = stage.visitor().go(f"/invitations/{invitation(n).public_id}/?slip=1")
    child.fill(word=word, end=number(n)[-6:]).press("继续").press("去注册")
    steps(child, n)
    return agrees(stage, child)


def after_paper(stage: Stage, n: int) -> None:
    """The child whose father signed on paper registers by the same link: nobody is asked once more."""
    child = stage.visitor().go(link_to(n)).press("发送验证码").type_code()
    child.press("去注册").press("有：用孩子的手机号注册")
    steps(child, n)
    assert "请监护人同意" not in child.page.inner_text("main")


def steps(child: Visitor, n: int) -> None:
    """The ordinary registration; name and the guardian's phone came with the invitation, the number is typed."""
    child.fill(phone=own_phone(n)).press("发送验证码，开始注册").type_code()
    child.follow("选择居住的村（社区）").pick_area("清河区", "东关街道", "槐树社区").press("下一步")
    child.fill(id_number=number(n)).press("下一步").fill(guardian_name="王桂英").choose(relation="mother").press(
        "下一步"
    )
    child.choose(categories="civility").press("下一步").tick("volunteer_service", "id_number").press("同意并注册")


def agrees(stage: Stage, child: Visitor) -> Visitor:
    link = child.reads("请监护人同意").page.get_by_role("link", name="打开监护人的那一页").get_attribute("href")
    mother = stage.visitor().go(link)
    return mother.press("发送验证码到", exact=False).type_code().tick("agree").press("同意").reads("已记下您的同意")


def own_phone(n: int) -> str:
    return f"1381{n:07d}"


def registers(client: Client, city: builders.SmallCity, n: int) -> None:
    """The ordinary registration, step by step, by the child's own proven phone."""
    village = city.villages[0].public_id
    client.post("/register/", {"phone": own_phone(n)})
    client.post("/log-in/code/", {"code": code_for(own_phone(n))})
    client.get("/register/")
    client.post("/register/area/", {"residence": village, "service": village})
    client.post("/register/name/", {"name": name_of(n), "id_number": number(n)})
    given = {"guardian_name": "王桂英", "relation": "mother", "guardian_phone": phone_of(n)}
    client.post("/register/guardian/", given)
    client.post("/register/interests/", {"categories": ["community"]})
    answer = client.post("/register/consent/", AGREED)
    assert answer.status_code == 303, answer.content.decode()


def over_http(city: builders.SmallCity, n: int, *, slip: bool) -> None:
    """By the link's code or the slip's word, and the guardian's own code."""
    row, child = invitation(n), Client()
    here = f"/invitations/{row.public_id}/"
    if slip:
        word, _line = keeping.who_of(row)
        assert child.post(f"{here}slip/", {"word": word, "end": number(n)[-6:]}).status_code == 303
        child.post(f"{here}registration/")
    else:
        child.post(f"{here}codes/")
        assert child.post(here, {"code": code_for(phone_of(n))}).status_code == 303
        child.post(f"{here}registration/", {"child_phone": "own"})
    registers(child, city, n)
    mother, asked = Client(), Guardianship.objects.latest("id")
    mother.post(f"/guardians/{asked.public_id}/codes/")
    mother.post("/log-in/", {"phone": phone_of(n)})
    mother.post("/log-in/code/", {"code": code_for(phone_of(n))})
    answer = mother.post(f"/guardians/{asked.public_id}/agreement/", agreement(asked))
    assert answer.status_code == 303, answer.content.decode()


@transaction.atomic
def by_actions(city: builders.SmallCity, n: int) -> None:
    """What the last page of the registration and the guardian's page call, for one child: the same acts, no browser."""
    at, hand = clock.now(), Actor()
    row = invitation(n)
    new = rules.NewPerson(
        name=name_of(n), sex="male" if int(number(n)[16]) % 2 else "female", birth_date=born_of(n),
        id_type="citizen", id_number=number(n),
        residence_id=city.villages[0].pk, service_area_id=city.villages[0].pk, phone=own_phone(n),
    )  # fmt: skip
    guardian = rules.GuardianAsked("王桂英", "mother", phone_of(n))
    made = people.register_self(new=new, guardian=guardian, account=None, actor=hand, at=at)
    actions.take_brought(row.public_id, made.person_id, hand, at)
    asked = Guardianship.objects.filter(ward_id=made.person_id, agreed_at=None, declined_at=None).first()
    assert asked is not None
    people.agree_as_guardian(guardianship=asked, actor=hand, at=at)


def on_paper(stage: Stage, clerk: Visitor, n: int) -> None:
    """A father signs on paper; the clerk types it in by the code under the square."""
    code = papers.code_of(invitation(n).public_id, "3")
    clerk.go("/desk/rosters/papers/").fill(code=code).press("下一步")
    clerk.fill(name=name_of(n), guardian_name="石大山", phone=phone_of(n), signed_on=f"{clock.local_date(clock.now())}")
    clerk.select(relation="father").choose(answer_guardian="yes").press("登记这一张")


def test_a_school_of_1200_is_invited_and_900_accept(stage: Stage, city: builders.SmallCity, cast: Cast) -> None:
    clerk = stage.visitor(phone=False).log_in(cast["unit_admin"].phone)
    bring_in(clerk, cast)
    assert Invitation.objects.filter(roster=roster()).count() == PUPILS - FAULTS
    assert not Person.objects.filter(name=name_of(50)).exists(), "a roster makes nobody"
    slips = clerk.go(f"/desk/rosters/{roster().public_id}/slips/").follow("1年级1班", exact=True)
    slips.reads(f"本页 {SIZE - FAULTS} 份")
    clerk.go(f"/desk/rosters/{roster().public_id}/forms/")

    # In the browser: a mother with two children, a family that would rather not, a slip, a paper.
    by_link(stage, 99)
    by_link(stage, 100).go("/mine/wards/").reads(name_of(99), name_of(100))
    no = stage.visitor().go(link_to(NO)).press("发送验证码").type_code()
    before = clerk.go(f"/desk/rosters/{roster().public_id}/").page.inner_text("main")
    no.press("不参加").reads("没有人会看到是谁不参加")
    assert clerk.go(f"/desk/rosters/{roster().public_id}/").page.inner_text("main") == before
    by_slip(stage, 61)
    on_paper(stage, clerk, 62)
    assert Paper.objects.get().effect == "", "it waits for the child"
    after_paper(stage, 62)

    # The whole afternoon: the others of the first classes accept.
    done = {NO, *IN_THE_BROWSER}
    coming = [n for n in range(FAULTS + 1, PUPILS + 1) if n not in done][: ACCEPT - len(IN_THE_BROWSER)]
    for at, n in enumerate(coming):
        if at < OVER_HTTP:
            over_http(city, n, slip=at % 2 == 0)
        else:
            by_actions(city, n)

    came = Invitation.objects.filter(roster=roster(), accepted_at__isnull=False)
    assert_nobody_without_an_act(came)
    assert_the_page_adds_up(clerk, came, [*coming, *IN_THE_BROWSER])
    assert_undoing_touches_nobody(stage, clerk, came)


def assert_undoing_touches_nobody(stage: Stage, clerk: Visitor, came: Any) -> None:
    def standing() -> list[Any]:
        rows = (came, Person.objects.all(), Consent.objects.all(), Guardianship.objects.all(), Paper.objects.all())
        return [list(one.order_by("pk").values()) for one in rows]

    before = standing()
    clerk.follow("收回这批邀请").press("收回", exact=False)
    assert standing() == before
    left = Invitation.objects.filter(roster=roster(), accepted_at=None)
    assert left.count() == PUPILS - FAULTS - ACCEPT
    assert not left.filter(withdrawn_at=None).exists()
    stage.visitor().go(f"/invitations/{invitation(1_200).public_id}/").reads("已经收回或者过期")


def assert_nobody_without_an_act(came: Any) -> None:
    """Each has an own consent and a guardian's, by a code or by a paper; and nobody else was registered."""
    ids = set(came.values_list("person_id", flat=True))
    assert len(ids) == ACCEPT
    own = Consent.objects.filter(person_id__in=ids, given_by="self", purpose="volunteer_service", withdrawn_at=None)
    assert set(own.values_list("person_id", flat=True)) == ids
    agreed = Guardianship.objects.filter(ward_id__in=ids, agreed_at__isnull=False, withdrawn_at=None)
    assert set(agreed.values_list("ward_id", flat=True)) == ids
    assert not Person.objects.filter(name__startswith="石").exclude(pk__in=ids).exists()
    # The paper that waited for the child counts since it registered, with the time of signing.
    assert Paper.objects.get().effect == "counts"
    (father,) = Guardianship.objects.filter(ward=invitation(62).person, agreed_at__isnull=False)
    assert (father.relation, father.agreed_at) == ("father", Paper.objects.get().signed_at)


def assert_the_page_adds_up(clerk: Visitor, came: Any, accepted: list[int]) -> None:
    """Expected and accepted by class: in the records exactly as counted here from the pupils, on the page rounded down
    as it says."""
    expected = Counter(group_of(n) for n in range(FAULTS + 1, PUPILS + 1))
    by_class = Counter(group_of(n) for n in accepted)
    assert Counter(Invitation.objects.filter(roster=roster()).values_list("group", flat=True)) == expected
    assert Counter(came.values_list("group", flat=True)) == by_class
    assert sorted(came.values_list("line", flat=True)) == sorted(n + TITLE_ROWS for n in accepted)
    assert by_class.total() == ACCEPT
    clerk.go(f"/desk/rosters/{roster().public_id}/")
    rows = {}
    for row in clerk.page.locator("main table tbody tr").all():
        cells = [cell.strip() for cell in re.split(r"[\t\n]+", row.inner_text()) if cell.strip()]
        rows[cells[0]] = cells[1:]
    together = rows.pop("全部")
    assert set(rows) == set(expected)
    for group, (heads, shown) in rows.items():
        number_shown = 0 if "不到" in shown else int(re.sub(r"\D", "", shown))
        assert (int(heads), number_shown) == (expected[group], by_class[group] // 5 * 5), group
    assert [re.sub(r"\D", "", one) for one in together] == [str(PUPILS - FAULTS), str(ACCEPT)]
