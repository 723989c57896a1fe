"""Requests of tests come with the rights that a city's requests have."""

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from tests.as_the_application import role_now

seen: list[str] = []


def look(_request: HttpRequest) -> HttpResponse:
    seen.append(role_now())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM kit_auditevent")
    return HttpResponse("seen")


urlpatterns = [path("look/", look)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_request_comes_as_the_application_and_the_test_stays_the_owner() -> None:
    owner = role_now()
    assert Client().get("/look/").content == b"seen"
    assert seen == [settings.BAIYING_APP_ROLE]
    assert role_now() == owner != settings.BAIYING_APP_ROLE
