"""How long tries and codes are kept."""

from datetime import timedelta

import pytest

from baiying.accounts.actions import clearing
from baiying.accounts.models import LogInAttempt
from baiying.demo import builders

pytestmark = pytest.mark.django_db


@pytest.mark.law("CSL-21")
def test_tries_are_kept_for_half_a_year_and_then_deleted() -> None:
    for days in (0, 182, 184, 400):
        LogInAttempt.objects.create(at=builders.NOW - timedelta(days=days), ok=False)
    clearing.clear_old_tries(at=builders.NOW)
    kept = {(builders.NOW - row.at).days for row in LogInAttempt.objects.all()}
    assert kept == {0, 182}
