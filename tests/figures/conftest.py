"""A small tree for every test of figures."""

import pytest

from baiying.places.models import Division
from tests.figures import rows


@pytest.fixture
def areas(db: None) -> dict[str, Division]:
    return rows.tree()
