"""How far built sites meet the standard of their area: one condition says it for the numbers and for their rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from baiying.places.models import Division, RuleSet, Site, SiteHave, SiteLevel, SiteState
from baiying.places.queries.rule_sets import Chosen, rule_reader, rule_set
from baiying.places.rules.standard import SiteStandard

MET, SHORT, LACKS = "met", "short", "lacks-"


def standard_of(site: Site, on: date) -> Chosen[SiteStandard]:
    """The standard that holds for a site on a day, and where it comes from."""
    return rule_set(SiteStandard, area_path=site.division.path, on=on)


@dataclass(frozen=True, slots=True)
class Standards:
    """The standards of a day: that of everywhere, and of each area that has its own, by the id of the area."""

    everywhere: SiteStandard
    own: dict[int, SiteStandard]
    # Area with its own standard -> those below it that have theirs.
    below: dict[int, tuple[int, ...]]

    def at(self, path: Sequence[int]) -> SiteStandard:
        """The standard for a site of an area, given by the ids from the top down to it."""
        return next((self.own[pk] for pk in reversed(path) if pk in self.own), self.everywhere)

    def items(self) -> list[str]:
        """Every item that some standard names, in the order of the lists."""
        lists = (one.items(kind) for one in (self.everywhere, *self.own.values()) for kind in SiteLevel.values)
        return list(dict.fromkeys(item for items in lists for item in items))

    def met(self) -> Q:
        """Built, and has all that its standard names."""
        return self._sites(lambda items: Q(haves__contains=list(items)))

    def short(self) -> Q:
        """Built, and lacks something that its standard names."""
        return self._sites(lambda items: ~Q(haves__contains=list(items)))

    def lacking(self, item: str) -> Q:
        """Built, and lacks this item, which its standard names."""
        return self._sites(lambda items: ~Q(haves__contains=[item]) if item in items else None)

    def asked(self, wish: str) -> Q | None:
        """The condition that an address asks for: met, short, or lacks-<item>; None for anything else."""
        if wish in (MET, SHORT):
            return self.met() if wish == MET else self.short()
        item = wish.removeprefix(LACKS)
        return self.lacking(item) if wish.startswith(LACKS) and item in self.items() else None

    def _sites(self, condition: Callable[[tuple[str, ...]], Q | None]) -> Q:
        found = Q(pk__in=())
        for area_id, standard in [(None, self.everywhere), *self.own.items()]:
            kinds: dict[tuple[str, ...], list[str]] = {}
            for kind in SiteLevel.values:
                if items := standard.items(kind):
                    kinds.setdefault(items, []).append(kind)
            within = Q() if area_id is None else Q(division__path__contains=[area_id])
            if nearer := (tuple(self.own) if area_id is None else self.below[area_id]):
                within &= ~Q(division__path__overlap=list(nearer))
            for items, levels in kinds.items():
                if (wanted := condition(items)) is not None:
                    found |= within & Q(level__in=levels, state=SiteState.BUILT) & wanted
        return found


def standards(on: date) -> Standards:
    """All standards in force on a day."""
    choose = rule_reader(SiteStandard)
    named = RuleSet.objects.filter(kind=SiteStandard.KIND, area__isnull=False, in_force_from__lte=on)
    areas = list(Division.objects.filter(pk__in=named.values("area_id")))
    below = {one.pk: tuple(other.pk for other in areas if one.pk in other.path[:-1]) for one in areas}
    return Standards(choose((), on).rules, {one.pk: choose(one.path, on).rules for one in areas}, below)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Of the built sites of one kind: how many meet the standard, how many do not, and how many lack each item."""

    kind: str
    built: int
    met: int
    short: int
    lacking: dict[str, int] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return str(SiteLevel(self.kind).label)

    @property
    def has_standard(self) -> bool:
        return bool(self.met or self.short)


def meeting(rows: QuerySet[Site], known: Standards) -> list[Meeting]:
    """How far these sites meet their standards, kind by kind; kinds without a site are left out."""
    return [one for one in _meeting(rows, known, ("level",), "level").get("", {}).values() if one.built]


def meeting_of_children(area: Division, rows: QuerySet[Site], known: Standards) -> dict[int, dict[str, Meeting]]:
    """The same for each area directly below: id of the child -> kind -> how far."""
    at = f"division__path__{len(area.path)}"
    found = _meeting(rows, known, (at, "level"), at)
    return {key: kinds for key, kinds in found.items() if isinstance(key, int)}


def _meeting(
    rows: QuerySet[Site], known: Standards, by: Sequence[str], key: str
) -> dict[int | str, dict[str, Meeting]]:  # fmt: skip
    items = known.items()
    counts = {f"lacks_{n}": Count("pk", filter=known.lacking(item)) for n, item in enumerate(items)}
    told = rows.order_by().values(*by).annotate(
        built=Count("pk", filter=Q(state=SiteState.BUILT)), met=Count("pk", filter=known.met()),
        short=Count("pk", filter=known.short()), **counts,
    )  # fmt: skip
    found: dict[int | str, dict[str, Meeting]] = {}
    for one in told:
        lacking = {item: one[f"lacks_{n}"] for n, item in enumerate(items) if one[f"lacks_{n}"]}
        said = Meeting(one["level"], one["built"], one["met"], one["short"], lacking)
        found.setdefault("" if key == "level" else one[key], {})[one["level"]] = said
    ranked = {kind: rank for rank, kind in enumerate(SiteLevel.values)}
    return {k: dict(sorted(kinds.items(), key=lambda pair: ranked[pair[0]])) for k, kinds in found.items()}


def last_haves(site_ids: Iterable[int]) -> dict[int, dict[str, SiteHave]]:
    """What was last said of each item of these sites."""
    rows = SiteHave.objects.filter(site_id__in=list(site_ids)).order_by("site_id", "item", "-id")
    found: dict[int, dict[str, SiteHave]] = {}
    for row in rows.distinct("site_id", "item"):
        found.setdefault(row.site_id, {})[row.item] = row
    return found
