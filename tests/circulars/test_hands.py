"""What goes to many is never one hand's alone: whoever changed it, whatever was corrected, whatever was shown."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.circulars import actions, queries
from baiying.circulars.models import Box, Mailing, Recipient
from baiying.kit import clock
from tests.circulars.conftest import Office, words

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


def rewritten(office: Office, row: Any, who: str) -> None:
    audience = queries.audience_of(row.audience)
    actions.rewrite(circular=row, words=words("改过的"), audience=audience, actor=office.actor(who), at=AT)


@pytest.mark.parametrize("hand", ["rewrites", "attaches", "asks"])
def test_whoever_changed_it_does_not_approve_it_and_does_not_find_it_among_what_waits(
    office: Office, client_as: Any, hand: str
) -> None:
    row = office.draft()
    if hand == "rewrites":
        rewritten(office, row, "deputy")
    elif hand == "attaches":
        actions.attach(circular=row, name="a.txt", content=b"x", actor=office.actor("deputy"), at=AT)
    actions.ask(circular=row, actor=office.actor("deputy" if hand == "asks" else "city"), at=AT)
    for one in ("deputy", "city"):
        with pytest.raises(actions.OwnCircular):
            actions.approve(circular=row, actor=office.actor(one), at=AT)
        assert "台风值守" not in client_as(one).get("/desk/").content.decode().partition("等批准的通知")[2]


def test_what_was_changed_since_the_page_was_made_is_not_approved_by_its_button(office: Office) -> None:
    row = office.draft()
    shown = actions.ask(circular=row, actor=office.actor(), at=AT).asked_at
    rewritten(office, row, "city")
    later = AT + timedelta(minutes=1)
    actions.ask(circular=row, actor=office.actor(), at=later)
    with pytest.raises(actions.ChangedSince):
        actions.approve(circular=row, actor=office.actor("deputy"), at=later, asked_at=shown)
    assert actions.approve(circular=row, actor=office.actor("deputy"), at=later, asked_at=later).approved_at == later


def test_a_correction_of_what_was_approved_waits_for_another_person(office: Office) -> None:
    row = office.sent(at=AT)
    before = Recipient.objects.filter(told_at__isnull=False).count()
    new = actions.Correction(queries.newest(row.pk).title, "改到东门。", "地点改为东门")
    made = actions.correct(circular=row, correction=new, actor=office.actor(), at=AT)
    mailing = Mailing.objects.get(circular=row, number=made.number)
    office.go(mailing, AT)
    assert Recipient.objects.filter(told_at__isnull=False).count() == before, "nobody is told yet"
    with pytest.raises(actions.OwnCircular):
        actions.approve_difference(circular=row, number=made.number, actor=office.actor(), at=AT)
    actions.approve_difference(circular=row, number=made.number, actor=office.actor("deputy"), at=AT)
    office.go(mailing, AT)
    assert Recipient.objects.filter(mailing=mailing, told_at__isnull=False).exists()


def test_a_correction_of_what_needed_nobody_goes_at_once(office: Office) -> None:
    row = office.draft(says=words("例会", sort="meeting"))
    office.go(actions.send(circular=row, actor=office.actor(), at=AT), AT)
    new = actions.Correction("例会", "改到三楼。", "地点改为三楼")
    made = actions.correct(circular=row, correction=new, actor=office.actor(), at=AT)
    assert Mailing.objects.get(circular=row, number=made.number).held_at is None


def test_nobody_read_it_before_it_came(office: Office, city: Any) -> None:
    row = office.sent(at=AT)
    box = Box.objects.get(circular=row, area=city.townships[0], body__isnull=True)
    early = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    signed = actions.sign(
        box=box, number=1, read_at=early, deputy=False, actor=office.actor("clerk"), at=AT + timedelta(hours=1)
    )
    assert signed.read_at == AT


def test_words_from_another_site_are_not_said_on_ours(client_as: Any, office: Office) -> None:
    text = "请把保证金打到下面的账户，然后打电话来确认。"
    url = f"/desk/circulars/{office.draft(at=clock.now()).public_id}/draft/"
    volunteer: Client = client_as("volunteer")
    assert text in volunteer.post(url, {"text": text}).content.decode()
    for more in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert text not in volunteer.post(url, {"text": text}, headers=more).content.decode()
