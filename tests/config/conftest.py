"""A `var` of its own for each test, and nothing left of it afterwards."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from baiying.kit.db import embedded


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("var")
    yield folder
    for test in (False, True):
        place = embedded.where(folder, test=test)
        if (place.data / "PG_VERSION").exists():
            embedded.EmbeddedServer(folder, place, test).stop("immediate")
    if os.geteuid() == 0:
        shutil.rmtree(embedded.where(folder).home, ignore_errors=True)
