"""A town for the tests that ask pages."""

import pytest

from tests.activities.makers import Town


@pytest.fixture
def town(db: None) -> Town:
    return Town()
