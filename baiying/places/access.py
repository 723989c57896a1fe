"""Who may do what to places. Who holds which right is asked through `kit.admission`: accounts lie above."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baiying.kit import admission
from baiying.kit.values.actor import Actor
from baiying.places import queries
from baiying.places.models import (
    Division,
    DivisionImport,
    HandbookPage,
    PopulationImport,
    RuleSet,
    Site,
    SiteDay,
    SiteExemption,
    SiteImport,
    SiteRoom,
    SiteStaff,
)
from baiying.places.rights import Right
from baiying.ui import listing


def own_area_id(actor: Actor) -> int | None:
    """The area of the acting appointment; None means the whole platform."""
    return actor.acting.area_id if actor.acting else None


A_co = TypeVar("A_co", bound=Division | None, covariant=True)

A = TypeVar("A", bound=Division | None)
OfSite = TypeVar("OfSite", SiteDay, SiteRoom, SiteStaff)


@dataclass(frozen=True, slots=True)
class Chosen(Generic[A_co]):
    """The area a form is for, and in a sentence what is wrong with the one that was asked for; empty if nothing is."""

    area: A_co
    wrong: str = ""


def chosen_area(
    actor: Actor, division_pid: str, *, right: str, otherwise: A, home: bool = False
) -> Chosen[A] | Chosen[Division]:
    """The area that a reader chose for a form, if it stands and lies in the own area; else `otherwise`, and why.

    The chooser shows every area, also to an office that may not take it: that is no 404 but a sentence at the field.
    `home`: it is to be where a person lives, as in `home_area`.
    """

    def wrong(found: Division) -> str:
        if not admission.may(actor, right, found.path):
            return _("%(name)s不在您的工作地区内，请在本地区以内选。") % {"name": found.name}
        return _why_no_home(found) if home else ""

    return _asked(division_pid, otherwise, wrong)


def home_area(division_pid: str, *, otherwise: A) -> Chosen[A] | Chosen[Division]:
    """The same of where a person lives or serves: a village or a township, whoever chooses it.

    An office of every level keeps what is below it; nobody leaves it by naming the area above.
    """
    return _asked(division_pid, otherwise, _why_no_home)


def area_within(division_pid: str, *, base: Division, otherwise: A) -> Chosen[A] | Chosen[Division]:
    """The same of what belongs to a unit (a team, an activity): of the area `base` or below it."""

    def wrong(found: Division) -> str:
        if base.pk in found.path:
            return ""
        return _("%(name)s不在%(base)s，请在%(base)s以内选。") % {"name": found.name, "base": base.name}

    return _asked(division_pid, otherwise, wrong)


def stated_area(division_pid: str, *, otherwise: A) -> Chosen[A] | Chosen[Division]:
    """The same of what somebody states to be so, for an office to look at: any area that stands."""
    return _asked(division_pid, otherwise, lambda _found: "")


def _asked(division_pid: str, otherwise: A, wrong: Callable[[Division], str]) -> Chosen[A] | Chosen[Division]:
    if not division_pid or (otherwise is not None and division_pid == otherwise.public_id):
        return Chosen(otherwise)
    found = queries.divisions().filter(public_id=division_pid).first()
    if found is None:
        return Chosen(otherwise, _("没有这个地区，或者已经撤并，请另选一个。"))
    why = wrong(found)
    return Chosen(otherwise, why) if why else Chosen(found)


def _why_no_home(found: Division) -> str:
    return (
        ""
        if found.level in queries.HOMES
        else _("%(name)s太大了，请选到村（社区）或者乡镇（街道）。") % {"name": found.name}
    )


def division_for(actor: Actor, division_pid: str, *, right: str) -> Division:
    """A division in one's area. Raises Http404 outside."""
    division = get_object_or_404(Division, public_id=division_pid)
    admission.require(actor, right, division.path)
    return division


def site_for(actor: Actor, site_pid: str, *, right: str) -> Site:
    """A site in one's area. Raises Http404 outside, and for one that was taken back."""
    site = site_to_take_back(actor, site_pid, right=right)
    if site.withdrawn_at is not None:
        raise Http404
    return site


def site_to_take_back(actor: Actor, site_pid: str, *, right: str) -> Site:
    """A site in one's area, also one that was taken back: the second press is answered as the first."""
    site = get_object_or_404(Site.objects.select_related("division"), public_id=site_pid)
    admission.require(actor, right, site.division.path)
    return site


def staff_for(actor: Actor, staff_pid: str, *, right: str) -> SiteStaff:
    """Somebody of a site in one's area. Raises Http404 outside."""
    return _of_site(queries.staff_row(staff_pid), actor, right)


def site_day_for(actor: Actor, site_day_pid: str, *, right: str) -> SiteDay:
    """What was said of some days of a site in one's area. Raises Http404 outside."""
    return _of_site(queries.site_day(site_day_pid), actor, right)


def site_room_for(actor: Actor, site_room_pid: str, *, right: str) -> SiteRoom:
    """A room of a site in one's area. Raises Http404 outside."""
    return _of_site(queries.site_room(site_room_pid), actor, right)


def _of_site(row: OfSite | None, actor: Actor, right: str) -> OfSite:
    if row is None:
        raise Http404
    admission.require(actor, right, row.site.division.path)
    return row


def import_for(actor: Actor, import_pid: str) -> DivisionImport:
    """A table of areas that one's own area sent in; the platform sees all. Raises Http404."""
    return _sent_in(DivisionImport, actor, import_pid, Right.IMPORT_DIVISIONS)


def population_import_for(actor: Actor, import_pid: str) -> PopulationImport:
    """The same of a table of people counts."""
    return _sent_in(PopulationImport, actor, import_pid, Right.IMPORT_POPULATION)


def site_import_for(actor: Actor, import_pid: str) -> SiteImport:
    """The same of a table of sites."""
    return _sent_in(SiteImport, actor, import_pid, Right.EDIT_SITES)


def site_exemption_for(actor: Actor, exemption_pid: str) -> SiteExemption:
    """The same of what was exempted together."""
    return _sent_in(SiteExemption, actor, exemption_pid, Right.EDIT_SITES)


T = TypeVar("T", DivisionImport, PopulationImport, SiteExemption, SiteImport)


def _sent_in(kind: type[T], actor: Actor, pid: str, right: Right) -> T:
    row = get_object_or_404(kind, public_id=pid)
    own = own_area_id(actor)
    if not admission.may(actor, right) or (own is not None and row.within_id != own):
        raise Http404
    return row


def rule_set_for(actor: Actor, rule_pid: str) -> RuleSet:
    """A rule set that holds in one's area, or everywhere. Raises Http404."""
    row = queries.rule_set_row(rule_pid)
    if row is None or not admission.may(actor, Right.EDIT_RULES):
        raise Http404
    if row.area is not None and own_area_id(actor) is not None:
        path = actor.acting.area_path if actor.acting else ()
        if row.area_id not in path and own_area_id(actor) not in row.area.path:
            raise Http404
    return row


def may_decide(actor: Actor, row: RuleSet) -> bool:
    """Whether a version lies wholly in one's area: who only lives under it may read it."""
    own = own_area_id(actor)
    return own is None or (row.area is not None and own in row.area.path)


def rule_set_to_decide(actor: Actor, rule_pid: str) -> RuleSet:
    """A rule set that one may confirm or withdraw. Raises Http404."""
    row = rule_set_for(actor, rule_pid)
    if not may_decide(actor, row):
        raise Http404
    return row


def handbook_page_for(actor: Actor, page_pid: str, *, right: str) -> HandbookPage:
    """A page of a handbook. To read: of the own area, above or below it; to write: of the own area or below. Raises
    Http404."""
    row = queries.handbook_page(page_pid)
    if row is None or not admission.may(actor, right):
        raise Http404
    above = right == Right.READ_HANDBOOK and actor.acting is not None and row.area_id in actor.acting.area_path
    if not above:
        admission.require(actor, right, row.area.path)
    return row


def areas_below(area_id: int | None) -> listing.Options:
    """The areas right below one's own, to look into one of them; for who sees everything, the tops of the tree."""
    below = queries.children_of(area_id) if area_id is not None else queries.roots()
    return [(one.public_id, one.name) for one in below]


def by_area(area_id: int | None, column: str = "area") -> listing.Choice:
    """Rows whose area, the one that `column` names, is one of those below, or within it."""

    def within(rows: listing.Rows, pid: str) -> listing.Rows:
        area = queries.division(pid)
        return rows.filter(**{f"{column}__path__contains": [area.pk]}) if area is not None else rows

    return listing.Choice("area", gettext_lazy("地区"), options=lambda: areas_below(area_id), apply=within)
