"""The phone of an activity's contact is sealed like every phone, and shown to whom it was shown before."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from baiying.activities.models import Activity, PlanDraft, Shift
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import clock, sealed

PHONE = "19900009999"


@pytest.fixture
def activity(cast: dict[str, Member]) -> Activity:
    leader = cast["leader"]
    assert leader.team is not None
    now = clock.now()
    made = builders.activity(leader.team, leader.account, at=now)
    builders.shift(made, starts_at=now + timedelta(days=2))
    return made


def _everything_stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(a::text, ' ') FROM activities_activity a")
        text = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(string_agg(d::text, ' '), '') FROM activities_plandraft d")
        return str(text) + str(cursor.fetchone()[0])


def test_no_contact_stands_in_clear_and_pages_say_it_to_whom_they_did(
    activity: Activity, client: Client, client_as: Callable[[str], Client], cast: dict[str, Member]
) -> None:
    assert PHONE not in _everything_stored()
    assert activity.contact_phone == PHONE
    url = f"/activities/{activity.public_id}/"
    assert PHONE not in client.get(url).content.decode()
    person = cast["volunteer"].person
    assert person is not None
    assert PHONE not in client_as("volunteer").get(url).content.decode()
    builders.signup(Shift.objects.get(), person)
    assert PHONE in client_as("volunteer").get(url).content.decode()
    Activity.objects.filter(pk=activity.pk).update(contact_public=True)
    assert PHONE in Client().get(url).content.decode()


def test_a_contact_copied_into_another_activity_does_not_open(activity: Activity, cast: dict[str, Member]) -> None:
    leader = cast["leader"]
    assert leader.team is not None
    other = builders.activity(leader.team, leader.account)
    other.contact_phone_sealed = activity.contact_phone_sealed
    with pytest.raises(sealed.Unreadable):
        _ = other.contact_phone


def test_the_migration_seals_what_stood_in_clear(activity: Activity) -> None:
    step = import_module("baiying.activities.migrations.0004_seal_contacts")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE activities_activity ADD contact_phone varchar(20) NOT NULL DEFAULT '139'")
        cursor.execute("ALTER TABLE activities_activity ALTER contact_phone_sealed DROP NOT NULL")
        # What stood there at that time and went later.
        cursor.execute("ALTER TABLE activities_activity ADD bigrams varchar(2)[] NOT NULL DEFAULT '{}'")
        cursor.execute("ALTER TABLE activities_plandraft ADD content jsonb NOT NULL DEFAULT '{}'")
        cursor.execute("UPDATE activities_activity SET contact_phone_sealed = NULL")
    kept = PlanDraft.objects.create(account=activity.leader, team=activity.team, changed_at=builders.NOW)
    before = MigrationExecutor(connection).loader.project_state(("activities", "0003_sealed_contacts")).apps
    with connection.schema_editor(atomic=False) as editor:
        step.seal_contacts(before, editor)
    activity.refresh_from_db()
    kept.refresh_from_db()
    assert activity.contact_phone == "139"
    assert kept.content == {}
    assert kept.content_sealed is not None
