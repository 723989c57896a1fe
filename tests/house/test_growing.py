"""Every table is known as growing or small, and what grows is not counted page by page (C2)."""

from pathlib import Path

from django.apps import apps

from baiying.config import plans

_CODE = Path(__file__).resolve().parents[2] / "baiying"


def test_every_table_is_known_as_growing_or_small() -> None:
    tables = {model._meta.db_table for model in apps.get_models()}
    known = plans.GROWING | plans.SMALL
    assert not tables - known, "say in baiying/config/plans.py whether they grow"
    assert not known - tables
    assert not plans.GROWING & plans.SMALL


def test_parts_belong_to_their_table() -> None:
    assert plans.growing("kit_auditevent_2026_11") == plans.growing("kit_auditevent_other") == "kit_auditevent"
    assert plans.growing("hours_hourentry_2026") == "hours_hourentry"
    assert plans.growing("places_division") == ""


def test_only_bounded_lists_count_their_pages() -> None:
    pages = (path for path in _CODE.rglob("*.py") if "django.core.paginator" in path.read_text("utf-8"))
    counted = {str(path.relative_to(_CODE)) for path in pages}
    assert counted == plans.COUNTED_PAGES
