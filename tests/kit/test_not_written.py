"""A full disk is told in a sentence: what was pressed was not done, whom to tell."""

import psycopg
import pytest
from django.db import OperationalError
from django.test import RequestFactory

from baiying.config.middleware import RefusalMiddleware
from baiying.kit.db import errors


@pytest.mark.django_db
def test_a_full_disk_is_a_sentence_not_a_fault() -> None:
    full = OperationalError("could not extend file: No space left on device")
    full.__cause__ = psycopg.errors.DiskFull()
    assert errors.is_unwritable(full)
    assert not errors.is_unwritable(OperationalError("other"))
    request = RequestFactory().post("/api/v1/x")
    answer = RefusalMiddleware(lambda _request: None).process_exception(request, full)  # type: ignore[arg-type, return-value]
    assert answer is not None
    assert answer.status_code == 503
    assert b"not_written" in answer.content
