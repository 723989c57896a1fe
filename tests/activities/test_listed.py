"""What the public list reads of an activity stands in a row of its own, whoever writes the activity."""

from datetime import timedelta
from typing import Any

from django.db import connection

from baiying.activities.models import Activity, ActivityState, Listed
from baiying.kit.values import finding
from tests.activities.makers import Town


def keys(words: list[str]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT activities_keys(%s::text[])", [words])
        return set(cursor.fetchone()[0])


def listed(activity: Activity) -> Listed | None:
    return Listed.objects.filter(pk=activity.pk).first()


def test_only_what_is_published_is_listed(town: Town) -> None:
    activity = town.activity("路口交通引导")
    row = listed(activity)
    assert row is not None
    assert set(row.keys) == keys(activity.terms)
    for state in (ActivityState.CANCELLED, ActivityState.WITHDRAWN, ActivityState.DRAFT):
        Activity.objects.filter(pk=activity.pk).update(state=state, end_reason="下雨")
        assert listed(activity) is None, state
        Activity.objects.filter(pk=activity.pk).update(state=ActivityState.PUBLISHED)
        assert listed(activity) is not None


def test_every_column_follows_the_activity(town: Town) -> None:
    activity = town.activity("路口交通引导")
    changes: dict[str, Any] = {
        "team_id": town.a_team("别的队").pk,
        "area_id": town.other_village.pk,
        "recruit_until": activity.recruit_until + timedelta(days=3),
        "latitude": "34.020000",
        "longitude": "113.850000",
    }
    for column, value in changes.items():
        Activity.objects.filter(pk=activity.pk).update(**{column: value})
        activity.refresh_from_db()
        assert getattr(listed(activity), column) == getattr(activity, column), column
    Activity.objects.filter(pk=activity.pk).update(terms=finding.terms("河岸清洁"))
    assert set(listed(activity).keys) == keys(finding.terms("河岸清洁"))


def test_what_the_list_does_not_read_writes_no_row(town: Town) -> None:
    """Else every change of a description would be put into the index of words anew."""
    activity = town.activity("路口交通引导")

    def version() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT ctid::text, xmin::text FROM activities_listed WHERE activity_id = %s", [activity.pk])
            return cursor.fetchone()

    before = version()
    Activity.objects.filter(pk=activity.pk).update(description="换个说法", contact_name="别人", terms=activity.terms)
    assert version() == before


def test_no_two_words_of_the_field_have_one_number(town: Town) -> None:
    words = finding.terms("路口交通引导清洁河道养老院打扫献血宣传孩子课堂义诊理发垃圾分类读书普法做饭陪聊巡逻植树消防")
    assert len(keys(words)) == len(words)
