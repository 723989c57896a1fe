"""One row of everything in this room, so that every address can be tried by everybody."""

from datetime import timedelta

from baiying.demo import builders
from baiying.privacy.models import (
    Assessment,
    AuditReport,
    Breach,
    Copy,
    DataRequest,
    Ground,
    Hold,
    HoldThing,
    Opening,
    Receiver,
    Way,
)
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    volunteer = stage.cast["volunteer"]
    row = Copy.objects.create(
        person=volunteer.person, way=Way.SELF, asked_at=builders.NOW, asked_by_id=volunteer.account.pk
    )
    asked = Opening.objects.create(
        person=volunteer.person, ground=Ground.DUTY, words="答复一件申诉", asked_at=builders.NOW,
        asked_by_id=stage.cast["city"].account.pk,
    )  # fmt: skip
    wish = DataRequest.objects.create(
        source="sample", person=volunteer.person, area=volunteer.person.residence, kind="correct", way="self",
        words="姓名里有一个字错了", asked_at=builders.NOW, asked_by_id=volunteer.account.pk,
        due_on=builders.NOW.date(),
    )  # fmt: skip
    given = Receiver.objects.create(
        source="sample", area=stage.cast["city"].appointment.area, name="某保险公司", kind="entrusted",
        what="姓名", purpose="投保", contract="合同 1 号", contact="客服部", from_on=builders.NOW.date(),
        until_on=builders.NOW.date(), entered_at=builders.NOW, entered_by_id=stage.cast["city"].account.pk,
    )  # fmt: skip
    leak = Breach.objects.create(
        source="sample", area=stage.cast["city"].appointment.area, kind="leak", found_at=builders.NOW, what="姓名",
        cause="传错了", harm="骚扰电话", advice="先核实", opened_at=builders.NOW,
        opened_by_id=stage.cast["city"].account.pk,
    )  # fmt: skip
    filed = Assessment.objects.create(
        source="sample", area=stage.cast["city"].appointment.area, use="entrust", about="投保", purpose="投保",
        necessity="合同", risks="泄露", measures="最少字段", filed_at=builders.NOW,
        filed_by_id=stage.cast["city"].account.pk,
    )  # fmt: skip
    report = AuditReport.objects.create(
        area=stage.cast["city"].appointment.area,
        year=2025,
        made_at=builders.NOW,
        content={"looks": [["RecordSeen", 3]]},
    )
    hold = Hold.objects.create(
        source="sample", area=stage.cast["county"].appointment.area, ground="dispute", statute="《民事诉讼法》第70条",
        case_no="（2026）某民初 12 号", tells=True, until_on=builders.NOW.date() + timedelta(days=90),
        asked_at=builders.NOW, asked_by_id=stage.cast["city"].account.pk,
    )  # fmt: skip
    HoldThing.objects.create(hold=hold, kind="person", person=volunteer.person)
    return {
        "hold_pid": hold.public_id,
        "assessment_pid": filed.public_id,
        "report_pid": report.public_id,
        "breach_pid": leak.public_id,
        "receiver_pid": given.public_id,
        "request_pid": wish.public_id,
        "copy_pid": row.public_id,
        "opening_pid": asked.public_id,
    }
