"""PIPL 54 to 56, Minors 37: assessed before it begins and kept; each year's audit from the records, which prints."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import audit, clock
from baiying.kit.backups import archive
from baiying.kit.models import AuditEvent, Taken
from baiying.kit.values.actor import command
from baiying.privacy import actions, queries, rules
from baiying.privacy.models import Assessment, AuditReport, DataRequest, Receiver
from baiying.ui.filters import full_datetime
from tests.privacy.test_leaks import person_of
from tests.privacy.test_receivers import PAGE, filed, said

As = Callable[[str], Client]
AUDITS = "/desk/data/audits/"


@pytest.mark.parametrize(("kind", "use"), [("entrusted", "entrust"), ("other", "provide"), ("duty", "")])
def test_what_a_law_orders_needs_no_assessment(kind: str, use: str) -> None:
    assert rules.use_to_assess(kind) == use


@pytest.mark.django_db
@pytest.mark.law("PIPL-55")
def test_giving_data_is_off_until_its_assessment_is_filed(client_as: As) -> None:
    county = client_as("county")
    refused = county.post(PAGE, said(assessment=""))
    assert refused.status_code == 422
    assert "第55条" in refused.content.decode()
    assert "平安保险" in refused.content.decode()
    wrong = filed(county, use="publish", source="otheruse1")
    assert county.post(PAGE, said(assessment=wrong.public_id)).status_code == 422
    assert not Receiver.objects.exists()
    row = filed(county)
    assert filed(county) == row
    assert county.post(PAGE, said()).status_code == 303
    assert Receiver.objects.get().assessment == row
    assert county.post(PAGE, said(source="byalaw123456", kind="duty", assessment="")).status_code == 303
    page = county.get(f"/desk/data/assessments/{row.public_id}/").content.decode()
    assert all(word in page for word in ("意外险投保", "出险能赔", "合同要求", "名单外传", "保完删除"))
    assert AuditEvent.objects.filter(action="AssessmentFiled").count() == 2
    # Another county's assessment opens nothing here.
    other = builders.division("外县", "county", "419931000000", row.area.parent)
    assert list(queries.assessed("entrust", other.path)) == []


@pytest.mark.django_db
def test_what_was_filed_is_never_changed_and_never_deleted(client_as: As) -> None:
    row = filed(client_as("county"))
    for harm in (Assessment.objects.filter(pk=row.pk).delete, lambda: Assessment.objects.update(risks="没有")):
        with pytest.raises(DatabaseError), transaction.atomic():
            harm()
    for who in ("volunteer", "clerk", "leader", "auditor"):
        for page in ("assessments/", f"assessments/{row.public_id}/", "audits/", "exports/"):
            assert client_as(who).get(f"/desk/data/{page}").status_code in {302, 303, 403, 404}, (who, page)


def look(member: Member, at: object, action: str = "RecordSeen") -> None:
    person = person_of(member)
    AuditEvent.objects.create(
        at=at, action=action, subject_type="person", subject_id=person.pk, area_id=person.residence_id
    )


@pytest.mark.django_db
@pytest.mark.law("PIPL-54", "MIN-37")
def test_a_year_from_its_first_to_its_last_instant_in_china(cast: dict[str, Member]) -> None:
    county = cast["county"].appointment
    assert county is not None
    year = clock.local_date(clock.now()).year
    before = dict(map(tuple, queries.count_year(county.area_id or 0, year)["looks"]))  # type: ignore[arg-type]
    look(cast["volunteer"], clock.now())
    look(cast["minor"], clock.now(), "MinorSeen")
    found = queries.count_year(county.area_id or 0, year)
    assert dict(map(tuple, found["looks"]))["RecordSeen"] == before["RecordSeen"] + 1  # type: ignore[arg-type]
    # Minors stand apart, and in no other line.
    assert "MinorSeen" not in dict(map(tuple, found["looks"]))  # type: ignore[arg-type]
    assert ["MinorSeen", 1] in found["minors"]


@pytest.mark.django_db
def test_requests_and_files_of_the_edges_of_a_year(cast: dict[str, Member]) -> None:
    person, county = person_of(cast["volunteer"]), cast["county"].appointment
    assert county is not None
    first, next_first = clock.midnight(date(2025, 1, 1)), clock.midnight(date(2026, 1, 1))
    last = next_first - timedelta(microseconds=1)
    for n, at in enumerate((first - timedelta(microseconds=1), first, last, next_first)):
        DataRequest.objects.create(
            source=f"edge{n}", person=person, area=person.residence, kind="correct", way="self", asked_at=at,
            due_on=clock.local_date(at) + timedelta(days=10), ended_at=at + timedelta(days=20 if n == 1 else 1),
            outcome="done", answer="办了",
        )  # fmt: skip
        Taken.objects.create(
            at=at, last_at=at, account_id=1, role="county_office", key="people", title="名单", personal=True, rows=1,
            area_id=person.residence_id, path="", until=clock.local_date(at), opened=2,
        )  # fmt: skip
    found = queries.count_year(county.area_id or 0, 2025)
    assert found["requests"] == [["filed", 2], ["done", 2], ["refused", 0], ["taken_back", 0], ["late", 1]]
    assert found["files"] == [["files", 2], ["fetched", 4]]


@pytest.mark.django_db
def test_made_once_for_each_city_and_county_and_it_prints(client_as: As, cast: dict[str, Member]) -> None:
    county = client_as("county")
    assert "现在没有年度审计" in county.get(AUDITS).content.decode()
    at = clock.midnight(date(2027, 1, 2))
    made = actions.make_audits(at=at)
    assert made == AuditReport.objects.filter(year=2026).count() > 1
    assert actions.make_audits(at=at + timedelta(days=1)) == 0
    own = AuditReport.objects.get(area_id=cast["county"].appointment.area_id)  # type: ignore[union-attr]
    assert f"{AUDITS}{own.public_id}/" in county.get(AUDITS).content.decode()
    page = county.get(f"{AUDITS}{own.public_id}/").content.decode()
    assert all(word in page for word in ("2026 年", "未成年人（单列）", "打开未成年人资料", "撤回的同意", "发现的泄露"))
    city = AuditReport.objects.get(area__level="city")
    assert county.get(f"{AUDITS}{city.public_id}/").status_code == 404
    assert client_as("city").get(f"{AUDITS}{own.public_id}/").status_code == 200


@pytest.mark.django_db
def test_how_long_what_is_kept_and_how_old_the_oldest_backup_is_stands_on_one_page(client_as: As) -> None:
    county = client_as("county")
    page = county.get("/desk/data/terms/").content.decode()
    assert "没有记下备份" in page
    assert "账号注销时" in page
    taken, oldest = clock.now() - timedelta(hours=5), clock.now() - timedelta(days=88)
    detail = {"file": "a.backup", "oldest": oldest.isoformat(), "stay": 14}
    audit.record("BackupTaken", actor=command("backup"), at=taken, detail=detail)
    audit.record("BackupTaken", actor=command("backup"), at=clock.now(), ok=False, detail={"file": "b.backup"})
    found = queries.backups()
    assert found == (taken, 14, oldest)
    page = county.get("/desk/data/terms/").content.decode()
    assert full_datetime(oldest) in page
    assert "14 份" in page
    assert client_as("volunteer").get("/desk/data/terms/").status_code == 403


def test_what_stays_of_the_backups_of_a_folder_is_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [clock.now() - timedelta(days=n) for n in range(4)]
    rows = [(at, tmp_path / f"{n}{archive.SUFFIX}") for n, at in enumerate(days)]
    monkeypatch.setattr(archive, "of_city", lambda folder, city: rows)
    assert archive.older(tmp_path, "c", 2) == [path for _at, path in rows[2:]]
