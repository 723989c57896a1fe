"""The presses about rules, imports, exemptions and pages."""

from collections.abc import Callable
from datetime import date, timedelta

from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.places import actions as places
from baiying.places.models import HandbookPage, PopulationImport, Site, SiteExemption, SiteImport, SiteStaff
from tests.activities.repeating import BEFORE
from tests.walks.presses.press import Press
from tests.walks.world import World


def _confirm_rules(w: World) -> Press:
    row = w.rule_set()
    return lambda at: places.confirm_rule_set(rule_set_id=row.pk, actor=w.actor("deputy"), at=at)


def _withdraw_rules(w: World) -> Press:
    row = w.rule_set()
    return lambda at: places.withdraw_rule_set(rule_set_id=row.pk, why="写错了", actor=w.actor("city"), at=at)


def _end_page(w: World) -> Press:
    row = HandbookPage.objects.create(
        area_id=w.morning.shift.activity.area_id, topic="work", title="试", text="试",
        valid_from=BEFORE.date(), written_at=BEFORE,
    )  # fmt: skip
    return lambda at: places.end_page(page_id=row.pk, actor=w.actor("county"), at=at)


def _confirm_import(w: World) -> Press:
    row = w.upload()
    return lambda at: places.confirm_import(
        import_id=row.pk, without_refused=False, close_missing=False, actor=Actor(w.id_of("city")), at=at
    )


def _drop_import(w: World) -> Press:
    row = w.upload()
    return lambda at: places.drop_import(import_id=row.pk, actor=w.actor("city"), at=at)


def _undo_import(w: World) -> Press:
    row = w.upload()
    actor = Actor(w.id_of("city"))
    places.confirm_import(import_id=row.pk, without_refused=False, close_missing=False, actor=actor, at=BEFORE)
    return lambda at: places.undo_import(import_id=row.pk, actor=actor, at=at)


def _undo_populations(w: World) -> Press:
    actor = Actor(w.id_of("city"))
    row = PopulationImport.objects.create(file_name="人口.csv", source="年鉴", entered_at=BEFORE)
    return lambda at: places.undo_populations(import_id=row.pk, actor=actor, at=at)


def _undo_sites(w: World) -> Press:
    actor = Actor(w.id_of("city"))
    row = SiteImport.objects.create(file_name="阵地.csv", entered_at=BEFORE)
    return lambda at: places.undo_sites(import_id=row.pk, actor=actor, at=at)


def _undo_exemption(w: World) -> Press:
    actor = Actor(w.id_of("city"))
    row = SiteExemption.objects.create(reason="虚拟", since=BEFORE.date(), said_at=BEFORE)
    return lambda at: places.undo_exemption(exemption_id=row.pk, actor=actor, at=at)


def _site(_w: World) -> Site:
    site = Site.objects.order_by("pk").first()
    assert site is not None
    return site


def _head(w: World) -> SiteStaff:
    site = _site(w)
    given = places.NewStaff("head", "张明", date(2026, 1, 1))
    return places.appoint_staff(site_id=site.pk, given=given, actor=w.actor("city"), at=BEFORE)


def _end_staff(w: World) -> Press:
    row = _head(w)
    return lambda at: places.end_staff(staff_id=row.pk, last_day=at.date(), actor=w.actor("city"), at=at)


def _withdraw_site_days(w: World) -> Press:
    day = clock.local_date(BEFORE) + timedelta(days=9)
    given = places.NewDays(day, day, "检修")
    row = places.say_site_days(site_id=_site(w).pk, given=given, actor=w.actor("city"), at=BEFORE)
    return lambda at: places.withdraw_site_days(day_id=row.pk, actor=w.actor("city"), at=at)


def _withdraw_room(w: World) -> Press:
    row = places.lend_room(site_id=_site(w).pk, name="礼堂", seats=9, how="", actor=w.actor("city"), at=BEFORE)
    return lambda at: places.withdraw_room(room_id=row.pk, actor=w.actor("city"), at=at)


def _withdraw_staff(w: World) -> Press:
    row = _head(w)
    return lambda at: places.withdraw_staff(staff_id=row.pk, actor=w.actor("city"), at=at)


def _undo_site(w: World) -> Press:
    site = _site(w)
    found = {
        "name": "试", "address": "", "phone": "", "opening_hours": "", "longitude": None, "latitude": None,
    }  # fmt: skip
    row = places.add_site(
        area_id=site.division_id, level="point", since=date(2026, 1, 1), described=found, actor=w.actor("city"),
        at=BEFORE,
    )  # fmt: skip
    return lambda at: places.undo_site(site_id=row.pk, actor=w.actor("city"), at=at)


PRESSES: dict[str, Callable[[World], Press]] = {
    "places.confirm_rule_set": _confirm_rules,
    "places.withdraw_rule_set": _withdraw_rules,
    "places.end_page": _end_page,
    "places.confirm_import": _confirm_import,
    "places.drop_import": _drop_import,
    "places.undo_import": _undo_import,
    "places.undo_populations": _undo_populations,
    "places.undo_exemption": _undo_exemption,
    "places.undo_sites": _undo_sites,
    "places.undo_site": _undo_site,
    "places.end_staff": _end_staff,
    "places.withdraw_room": _withdraw_room,
    "places.withdraw_site_days": _withdraw_site_days,
    "places.withdraw_staff": _withdraw_staff,
}
