"""The same town as for activities."""

import pytest

from tests.activities.makers import Town


@pytest.fixture
def town(db: None) -> Town:
    return Town()
