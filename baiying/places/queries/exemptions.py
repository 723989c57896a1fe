"""Areas where no site is due: found by their names and codes, and what was said of them together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet

from baiying.places.models import Division, Level, Site, SiteExemption, SiteState, SiteStateChange
from baiying.places.queries.divisions import divisions
from baiying.places.rules import exemptions as rules
from baiying.places.rules import sites


@dataclass(frozen=True, slots=True)
class Candidate:
    """An area that a pattern found, by what, and its site as it stands (None: there is no row for one)."""

    area: Division
    by: str
    site: Site | None

    @property
    def state(self) -> str:
        return self.site.state if self.site is not None else ""

    @property
    def is_built(self) -> bool:
        return self.state == SiteState.BUILT

    @property
    def is_exempt(self) -> bool:
        return self.state == SiteState.EXEMPT


def exemptable(within_id: int | None, words: Sequence[str], *, by_code: bool) -> QuerySet[Division]:
    """Counties, townships and villages whose name has one of the words or whose code says that they are virtual."""
    fits = Q()
    for word in words:
        fits |= Q(name__contains=word)
    if by_code:
        ends = Q()
        for end in rules.CODE_ENDS:
            ends |= Q(code__endswith=end)
        fits |= ends & Q(level=Level.VILLAGE)
    rows = divisions().filter(fits, level__in=sites.LEVEL_FOR) if fits else Division.objects.none()
    if within_id is not None:
        rows = rows.filter(path__contains=[within_id])
    return rows.order_by("code")


def candidates(areas: Iterable[Division], words: tuple[str, ...]) -> list[Candidate]:
    """The areas with their sites and by what each was found."""
    found = list(areas)
    rows = Site.objects.filter(division__in=found, level__in=sites.MAIN)
    of_area = {row.division_id: row for row in rows}
    return [
        Candidate(area, rules.found_by(area.name, area.code, area.level, words), of_area.get(area.pk))
        for area in found
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exempted:
    """A site that was exempted together with others, what stood there before, and whether that can be put back."""

    site: Site
    made: bool
    state: str
    reason: str
    since: date
    changed_since: bool


def exempted(row: SiteExemption, held: Iterable[Site]) -> list[Exempted]:
    """The rows of an act over its sites as they stand; who undoes hands in locked ones."""
    by_id = {site.pk: site for site in held}
    last = dict(
        SiteStateChange.objects.filter(site_id__in=by_id).values_list("site_id").annotate(Max("pk"))
    )  # fmt: skip
    return [
        Exempted(by_id[pk], made, state, reason, date.fromisoformat(since), last.get(pk) != said)
        for pk, said, made, state, reason, since in row.rows
        if pk in by_id
    ]


def exempted_sites(row: SiteExemption) -> list[Exempted]:
    """The same for a page, in the order of the codes."""
    ids = [one[0] for one in row.rows]
    found = exempted(row, Site.objects.filter(pk__in=ids).select_related("division"))
    return sorted(found, key=lambda one: one.site.division.code)


def exemptions(area_id: int | None) -> QuerySet[SiteExemption]:
    """What offices of an area exempted by pattern, newest first; None sees all."""
    rows = SiteExemption.objects.order_by("-id")
    return rows if area_id is None else rows.filter(within_id=area_id)
