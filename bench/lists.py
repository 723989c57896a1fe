"""A city's list of appointments, a line for each of its places and one for each of some units: looked at, and given."""

from datetime import timedelta

from baiying.accounts import actions, list_keeping, list_matching, list_reading
from baiying.accounts.list_models import AppointmentInvitation, AppointmentList
from baiying.accounts.models import Appointment
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.values.actor import Acting, Actor
from baiying.people.models import Person
from baiying.places.models import Division
from baiying.teams.models import Body, Office
from bench import report, system

LINES = 2_604
_HEADS = "地点\t角色\t姓名\t手机号或后四位\t从\t至"


def _text(city: Division) -> str:
    """Lines by places of the city, with people who live there; a unit every tenth line."""
    people = Person.objects.filter(account__isnull=False, closed_at=None, birth_date__lt="2000-01-01")
    rows = people.filter(residence__path__contains=[city.pk]).order_by("residence_id", "id")
    found = rows.values_list("name", "phone_mask", "residence__code")[:LINES]
    units = list(Body.objects.filter(closed_at=None, area__path__contains=[city.pk]).values_list("name", flat=True))
    lines = [_HEADS]
    for n, (name, mask, code) in enumerate(found):
        unit = n % 10 == 0 and units
        place, role = (units[n // 10 % len(units)], "单位管理员") if unit else (code, "站所工作人员")
        lines.append("\t".join((place, role, name, mask[-4:], "", "")))
    return "\n".join(lines)


def measure(_running: "system.System | None") -> None:
    at = clock.now()
    city = Division.objects.filter(level="city").order_by("id")[0]
    office = Appointment.objects.filter(role="city_office", area=city, ends_at=None).order_by("id")[0]
    acting = Acting(office.pk, "", office.role, city.pk, tuple(city.path))
    actor = Actor(account_id=office.account_id, acting=acting)
    text = _text(city)
    rows: list[AppointmentList] = []

    def read() -> None:
        sheet = list_reading.of_text(text)
        row = actions.read_list(sheet=sheet, title="bench", form_id=new_public_id(), actor=actor, at=at)
        rows.append(row)

    reading = report.seconds(read)
    row = rows[0]
    looking = report.seconds(lambda: list_matching.check(row, list_keeping.sheet_of(row), at))
    actions.send_list(listing=row, without_faults=True, actor=actor, at=at)
    giving = report.seconds(lambda: actions.give_all(list_id=row.pk, at=at))
    row.refresh_from_db()
    given = row.outcome["fates"]
    taking = report.seconds(lambda: actions.undo_list(listing=row, actor=actor, at=at + timedelta(minutes=1)))
    more = {"lines": text.count("\n"), "faults": row.outcome["left_out"], **given}
    report.line("a city's list of appointments read and matched", reading, "s", **more)
    report.line("its page looked at again", looking, "s", "read and matched", reading)
    report.line("given, each line by itself", giving, "s", **{"lines/s": round(row.total / giving)})
    report.line("taken back", taking, "s", "given", giving)
    Office.objects.filter(listing_id=row.pk).delete()
    Appointment.objects.filter(listing=row).delete()
    AppointmentInvitation.objects.filter(listing=row).delete()
