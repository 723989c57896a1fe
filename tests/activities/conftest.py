"""A town for each test."""

import pytest

from tests.activities.makers import Town


@pytest.fixture
def town(db: None) -> Town:
    return Town()
