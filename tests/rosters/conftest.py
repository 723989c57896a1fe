from typing import Any

import pytest

from baiying.demo import builders
from tests.rosters.makers import School


@pytest.fixture
def school(cast: Any, city: builders.SmallCity) -> School:
    return School(cast, city)
