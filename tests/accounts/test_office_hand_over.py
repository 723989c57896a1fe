"""Gone in the middle: what waits in an office has a holder the minute its head is gone (U35)."""

from datetime import timedelta
from typing import Any

import pytest

from baiying.accounts import handing_over
from baiying.accounts.list_models import AppointmentList
from baiying.accounts.models import Account, Appointment
from baiying.complaints.models import Complaint, Concern
from baiying.demo import builders
from baiying.kit import clock
from baiying.people.models import Merge
from baiying.rosters.models import Roster
from tests.activities.makers import Town, account, log_in, office

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class Desk(Town):
    """The county's office: its head, who also reviews hours, and a deputy; the city above."""

    def __init__(self) -> None:
        super().__init__()
        self.at = clock.now() - timedelta(hours=1)
        self.head, self.deputy = office("county_office", self.county), office("county_office", self.county)
        self.above = office("city_office", self.city)
        for who, name in ((self.head, "周所长"), (self.deputy, "吴副所长"), (self.above, "郑主任")):
            Account.objects.filter(pk=who.pk).update(display_name=name)
        builders.appointment(self.head, "hours_reviewer", self.county)
        builders.appointment(self.deputy, "hours_reviewer", self.county)
        # A clerk of a street, who will succeed: one of the two complaints is about this one.
        self.successor = account("孙干事")
        builders.appointment(self.successor, "place_staff", self.township)
        self.fill()

    def fill(self) -> None:
        shift = self.shift(days=-2)
        for number in range(7):
            came = builders.attendance(shift, builders.person(residence=self.village), left_at=shift.ends_at)
            builders.proposal(came, minutes=60 + number)
        self.complaint = builders.complaint(self.village, "办事的人态度不好。", filed_at=self.at)
        builders.complaint(self.village, "门口没有坡道。", filed_at=self.at)
        Concern.objects.create(complaint=self.complaint, account=self.successor)
        for number in range(3):
            AppointmentList.objects.create(
                form_id=f"u35list{number}", role="county_office", area=self.county, title="任命名单", made_at=self.at,
                made_by_id=self.head.pk, lines_sealed=b"x",
            )  # fmt: skip
        Roster.objects.create(
            form_id="u35roster", area=self.county, title="三年级.xlsx", made_at=self.at, made_by_id=self.head.pk,
            lines_sealed=b"x",
        )  # fmt: skip
        for proposer in (self.deputy.pk, 900_001):
            two = [builders.person(residence=self.village) for _ in range(2)]
            Merge.objects.create(
                survivor=two[0], loser=two[1], area=self.county, proof="documents", asked_at=self.at,
                asked_by_id=proposer, proposed_at=self.at, proposed_by_id=proposer, due_on=clock.local_date(self.at),
            )  # fmt: skip

    def appointment(self, who: Account) -> Appointment:
        row = Appointment.objects.filter(account=who, role="county_office").select_related("area", "account").first()
        assert row is not None
        return row

    def held(self, at: Any) -> dict[str, tuple[int, list[tuple[str, int]]]]:
        rows = handing_over.held_by(self.appointment(self.head), at, reader_id=self.above.pk)
        return {
            one.key: (one.count, [(held.appointment.account.display_name, held.count) for held in one.holders])
            for one in rows
        }

    def gone(self) -> Any:
        """The head is moved: from this instant nobody of the name is there."""
        self.at += timedelta(minutes=1)
        Appointment.objects.filter(account=self.head).update(ends_at=self.at, ended_by_id=self.above.pk)
        return self.at


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def test_u35_by_the_next_minute_each_has_a_holder(desk: Desk) -> None:
    before = desk.held(desk.at)
    due = list(Complaint.objects.order_by("id").values_list("due_on", flat=True))
    after = desk.held(desk.gone() + timedelta(minutes=1))
    assert after == before
    assert after["reviews"] == (7, [("吴副所长", 7)])
    assert after["complaints"] == (2, [("吴副所长", 2)])
    assert after["appointment_lists"] == (3, [("吴副所长", 3)])
    assert after["rosters_begun"] == (1, [("吴副所长", 1)])
    # Of the merges the one that the deputy proposed needs another second person.
    assert after["merges"] == (2, [("吴副所长", 1), ("郑主任", 1)])
    # The clocks run on.
    assert list(Complaint.objects.order_by("id").values_list("due_on", flat=True)) == due
    assert all(holders for _count, holders in after.values())


def test_u35_without_a_deputy_it_is_the_level_above(desk: Desk) -> None:
    Appointment.objects.filter(account=desk.deputy).update(ends_at=desk.at, ended_by_id=desk.above.pk)
    held = desk.held(desk.gone() + timedelta(minutes=1))
    assert held["complaints"] == (2, [("郑主任", 2)])
    assert held["merges"] == (2, [("郑主任", 2)])


def test_u35_the_complaint_against_the_successor_goes_past_and_no_sheet_says_so(desk: Desk) -> None:
    """Thursday: who is complained of takes the office. The one about that one is the city's from then on, and the sheet
    that both sign has no number by which to guess it."""
    at = desk.gone()
    builders.appointment(desk.successor, "county_office", desk.county)
    held = desk.held(at + DAY)
    assert held["complaints"] == (1, [("吴副所长", 1)])
    sheet = log_in(desk.above).get(f"/desk/appointments/{desk.appointment(desk.head).public_id}/hand-over/")
    assert sheet.status_code == 200
    rows = {what: count for what, count, _holders in sheet.context["things"]}
    assert rows["等待答复的投诉建议"] == 1
    assert "态度不好" not in sheet.content.decode()
    url = f"/desk/appointments/{desk.appointment(desk.head).public_id}/hand-over/"
    for stranger in (account("外人"), office("county_office", desk.other_county)):
        assert log_in(stranger).get(url).status_code == 404


def test_u35_what_the_next_one_does_not_have_before_them_is_on_no_sheet(desk: Desk) -> None:
    """The deputy stood aside from one of the two: the sheet says the other, and not who has the first."""
    Concern.objects.filter(complaint=desk.complaint).update(account=desk.deputy, stood_aside_at=desk.at)
    held = desk.held(desk.at)
    assert held["complaints"] == (1, [("吴副所长", 1)])


def test_u35_the_sheet_is_signed_by_both_or_by_the_office_for_one_who_is_gone(desk: Desk) -> None:
    url = f"/desk/appointments/{desk.appointment(desk.head).public_id}/hand-over/"
    own = log_in(desk.head).get(url).content.decode()
    for words in ("岗位交接清单", "周所长", "没有发出的名册", "吴副所长", "请两位在这里签字"):
        assert words in own
    assert "要离任了，看交接清单" in log_in(desk.head).get("/mine/standing-in/").content.decode()
    office_page = log_in(desk.above).get(f"/desk/appointments/{desk.appointment(desk.head).public_id}/end/")
    assert url in office_page.content.decode()
    desk.gone()
    gone = log_in(desk.above).get(url).content.decode()
    assert "由任命的部门代签" in gone
    assert "任命的部门</dt>" in gone
    Appointment.objects.filter(account=desk.head).update(ends_at=clock.now() - 31 * DAY)
    assert log_in(desk.above).get(url).status_code == 404


def test_whoever_takes_a_part_of_it_signs(desk: Desk) -> None:
    """The merge that the deputy proposed goes to the level above: that one takes over too, and signs."""
    sheet = log_in(desk.head).get(f"/desk/appointments/{desk.appointment(desk.head).public_id}/hand-over/")
    takers = {who for _what, _count, holders in sheet.context["things"] for who, _number in holders}
    assert len(takers) >= 2
    assert sorted(sheet.context["takers"]) == sorted(takers)
    signing = sheet.content.decode().partition("请两位在这里签字")[2]
    assert all(who in signing for who in takers)
    assert signing.count("____________________") == 1 + len(takers)


def _sheets(reader: Account, rows: list[Appointment]) -> dict[int, Any]:
    """What somebody reads on each sheet that opens, by appointment."""
    client = log_in(reader)
    found = {}
    for row in rows:
        page = client.get(f"/desk/appointments/{row.public_id}/hand-over/")
        if page.status_code == 200:
            found[row.pk] = page.context["things"]
    return found


@pytest.mark.parametrize("who", ["head", "deputy", "above", "beside", "security"])
def test_whom_a_complaint_is_about_reads_on_no_sheet_that_there_is_one(desk: Desk, who: str) -> None:
    """Of each office that one appoints the sheet opens: it counts nothing that is about whoever reads it."""
    beside = office("city_office", desk.city)
    civil = office("civil_affairs", desk.county)
    builders.appointment(civil, "place_staff", desk.county)
    security = account("钱安全")
    builders.appointment(security, "secadmin", None)
    people = {"head": desk.head, "deputy": desk.deputy, "above": desk.above, "beside": beside, "security": security}
    rows = list(Appointment.objects.filter(accepted_at__isnull=False).select_related("area", "account"))
    before = _sheets(people[who], rows)
    assert before
    for addressee in ("", "civil_affairs"):
        new = builders.complaint(desk.village, "收费不给票。", filed_at=desk.at)
        if addressee:
            Complaint.objects.filter(pk=new.pk).update(addressee=addressee)
        Concern.objects.create(complaint=new, account=people[who])
    assert _sheets(people[who], rows) == before


def test_what_civil_affairs_has_is_on_its_own_sheet_only_also_in_one_hand(desk: Desk) -> None:
    both = office("civil_affairs", desk.county)
    staff = builders.appointment(both, "place_staff", desk.county)
    new = builders.complaint(desk.village, "收费不给票。", filed_at=desk.at)
    Complaint.objects.filter(pk=new.pk).update(addressee="civil_affairs")
    own = Appointment.objects.get(account=both, role="civil_affairs")
    what = "等待答复的投诉建议"
    for reader, row, count in ((desk.head, staff, None), (both, staff, None), (both, own, 1)):
        sheet = log_in(reader).get(f"/desk/appointments/{row.public_id}/hand-over/")
        assert {said: number for said, number, _holders in sheet.context["things"]}.get(what) == count
    assert log_in(desk.head).get(f"/desk/appointments/{own.public_id}/hand-over/").status_code == 404
