"""An application carries photographs of its papers: seen by who applies and who reviews, gone by a stated term."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from baiying.demo import builders
from baiying.kit import clock, keeping, pictures, sealed
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.teams import actions, queries
from baiying.teams.models import MOST_SCANS, Application, Scan
from tests.activities.makers import Town, account, log_in, office
from tests.complaints.test_photos import taken
from tests.teams.test_applying import applicant, applied, press

pytestmark = pytest.mark.django_db


def add(client: Any, row: Application, data: bytes | None = None, name: str = "法人证书_林晓雨.jpg") -> Any:
    sent = {"photo": SimpleUploadedFile(name, data or taken(), "image/jpeg")}
    return client.post(f"/bodies/applications/{row.public_id}/scans/", sent)


def url_of(scan: Scan, way: str = "bodies/applications") -> str:
    return f"/{way}/{scan.application.public_id}/scans/{scan.public_id}/"


def test_the_reviewer_sees_it_each_look_is_noted_and_nobody_else_does(town: Town) -> None:
    client, _person = applicant(town)
    row = applied(town, client)
    assert "证书和文书的照片" in client.get(f"/bodies/applications/{row.public_id}/").content.decode()
    assert add(client, row).status_code == 303
    scan = Scan.objects.get()
    assert url_of(scan) in client.get(f"/bodies/applications/{row.public_id}/").content.decode()
    own = client.get(url_of(scan))
    assert (own["Content-Type"], "no-store" in own["Cache-Control"]) == ("image/jpeg", True)
    with Image.open(BytesIO(own.content)) as kept:
        assert not dict(kept.getexif()), "neither where nor when nor with what"
    assert b"JFIF" not in bytes(scan.content_sealed)
    assert not AuditEvent.objects.filter(action="ApplicationScanSeen").exists()
    county = log_in(office("county_office", town.county))
    desk = url_of(scan, "desk/applications")
    page = county.get(f"/desk/applications/{row.public_id}/").content.decode()
    assert desk in page
    assert "<img" not in page.partition("<main")[2].partition("</main")[0], "a page of the list is no look"
    assert county.get(desk).content == own.content
    looked = AuditEvent.objects.get(action="ApplicationScanSeen")
    assert (looked.subject_type, looked.subject_id) == ("body_application", row.pk)
    for stranger in (log_in(account("外人")), log_in(office("county_office", town.other_county)), client):
        assert stranger.get(desk).status_code == 404
    for stranger in (log_in(account("另一个外人")), county):
        assert stranger.get(url_of(scan)).status_code == 404
        assert add(stranger, row).status_code == 404
        assert stranger.post(f"{url_of(scan)}removal/").status_code == 404
    assert AuditEvent.objects.filter(action="ApplicationScanSeen").count() == 1
    other = applied(town, client, name="别的互助队")
    assert county.get(f"/desk/applications/{other.public_id}/scans/{scan.public_id}/").status_code == 404


def test_so_many_the_same_once_and_what_is_no_picture_is_refused_in_words(town: Town) -> None:
    client, _person = applicant(town)
    row = applied(town, client)
    document = add(client, row, b"%PDF-1.7", "证书.pdf")
    assert document.status_code == 422
    assert "这不是能用的照片" in document.content.decode()
    assert "每周给独居老人送饭" in document.content.decode()
    for n in (1, 1, *range(2, MOST_SCANS + 1)):
        assert add(client, row, taken(size=(100 + n, 80))).status_code == 303
    assert row.scans.count() == MOST_SCANS
    more = add(client, row, taken(size=(300, 80)))
    assert more.status_code == 422
    assert "最多六张" in more.content.decode()
    second = row.scans.order_by("number")[1]
    for _twice in range(2):
        assert client.post(f"{url_of(second)}removal/").status_code == 303
    assert add(client, row, taken(size=(300, 80))).status_code == 303
    assert [one.number for one in queries.scans_of(row.pk)] == list(range(1, MOST_SCANS + 1))


def test_who_changes_the_pictures_while_the_office_reads_is_read_again(town: Town) -> None:
    """A decision names what it saw: a picture that was exchanged meanwhile is none of it."""
    client, _person = applicant(town)
    row = applied(town, client)
    county = log_in(office("county_office", town.county))
    add(client, row)
    old = Application.objects.get(pk=row.pk).round
    client.post(f"{url_of(Scan.objects.get())}removal/")
    stale = county.post(f"/desk/applications/{row.public_id}/approval/", {"round": str(old)}, follow=True)
    assert "换了照片" in stale.content.decode()
    row.refresh_from_db()
    assert row.outcome == ""
    # While it lies with the applicant nothing is read by the office: the page of mending stays good.
    assert press(county, row, "remarks", name="名称里要写明是哪个村的").status_code == 303
    row.refresh_from_db()
    before = row.round
    add(client, row)
    row.refresh_from_db()
    assert row.round == before
    assert row.scans_until is not None


def test_they_go_by_the_term_of_the_day_of_the_decision_and_none_comes_after(town: Town) -> None:
    client, _person = applicant(town)
    row = applied(town, client)
    add(client, row)
    scan = Scan.objects.get()
    county = log_in(office("county_office", town.county))
    assert actions.drop_scans(at=clock.now() + timedelta(days=400)) == 0, "what waits for the office is kept for it"
    day = clock.local_date(clock.now())
    builders.rule_set("bodies", area=town.county, scan_days=3)
    assert press(county, row, "refusal", reason="村委会没有同意").status_code == 303
    row.refresh_from_db()
    assert row.scans_until == clock.end_of(day + timedelta(days=3))
    assert "保留到" in client.get(f"/bodies/applications/{row.public_id}/").content.decode()
    assert "保留到" in county.get(f"/desk/applications/{row.public_id}/").content.decode()
    assert client.get(url_of(scan)).status_code == 200
    assert client.post(f"{url_of(scan)}removal/").status_code == 303
    assert Scan.objects.exists(), "what a decision rests on stays its term"
    assert add(client, row).status_code == 409
    assert actions.drop_scans(at=row.scans_until - timedelta(seconds=1)) == 0
    assert actions.drop_scans(at=row.scans_until) == 1
    assert actions.drop_scans(at=row.scans_until) == 0
    assert not Scan.objects.exists()
    assert client.get(url_of(scan)).status_code == 404


def test_what_came_back_and_was_left_goes_too_and_what_is_sent_again_stays(town: Town) -> None:
    client, _person = applicant(town)
    row = applied(town, client)
    add(client, row)
    county = log_in(office("county_office", town.county))
    press(county, row, "remarks", name="名称里要写明是哪个村的")
    row.refresh_from_db()
    left = row.scans_until
    assert left is not None
    edit = f"/bodies/applications/{row.public_id}/edit/"
    said = {**row.said, "name": "柳树村老年互助队（柳树村）", "words": "送饭", "area": town.village.public_id}
    assert client.post(edit, {**said, "round": str(row.round), "form_id": row.form_id}).status_code == 303
    assert actions.drop_scans(at=left + timedelta(days=400)) == 0
    assert Scan.objects.count() == 1


def test_taken_back_they_are_gone_at_once_and_a_hold_keeps_them(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    client, person = applicant(town)
    kept, gone = applied(town, client), applied(town, client, name="别的互助队")
    for row in (kept, gone):
        add(client, row)
    assert client.post(f"/bodies/applications/{gone.public_id}/withdrawal/").status_code == 303
    assert list(Scan.objects.values_list("application_id", flat=True)) == [kept.pk]
    named = {keeping.ACCOUNT: frozenset({person.account_id})}
    monkeypatch.setattr(keeping, "held", lambda kind, at: named.get(kind, frozenset()))
    with pytest.raises(actions.ScansHeld):
        actions.remove_scan(
            application_id=kept.pk, scan_pid=Scan.objects.get().public_id, actor=Actor(), at=clock.now()
        )
    client.post(f"/bodies/applications/{kept.public_id}/withdrawal/")
    assert actions.drop_scans(at=clock.now() + timedelta(days=400)) == 0
    assert Scan.objects.count() == 1
    monkeypatch.undo()
    assert actions.drop_scans(at=clock.now() + timedelta(days=400)) == 1
    assert not Scan.objects.exists()


def test_a_picture_of_one_row_opens_at_no_other(town: Town) -> None:
    client, _person = applicant(town)
    one, two = applied(town, client), applied(town, client, name="别的互助队")
    for n, row in enumerate((one, two)):
        add(client, row, taken(size=(100 + n, 80)))
    first, second = Scan.objects.order_by("id")
    first.content_sealed = second.content_sealed
    with pytest.raises(sealed.Unreadable):
        pictures.opened(first)
