"""Pages that explain: help, about, privacy, contact, accessibility. Who handles the data is filled in by the city."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from baiying.accounts.access import Asking, public
from baiying.kit import admission, clock, rooms
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.privacy import queries as data

# Longer questions are no search.
_LONGEST = 60


def _page(request: Asking, name: str, **context: object) -> HttpResponse:
    return render(request, f"desk/help/{name}.html", context)


@dataclass(frozen=True, slots=True)
class Group:
    """The topics of those who do one kind of thing."""

    key: str
    title: str
    topics: list[rooms.Topic]

    @property
    def open(self) -> bool:
        """Whether it is unfolded for whoever comes: most who come are volunteers, on phones."""
        return self.key in {"everybody", "volunteer"}


def _groups(words: str = "") -> list[Group]:
    """All topics by who reads them, with words only those that have every word somewhere."""
    wanted = words.casefold().split()
    found = [topic for topic in rooms.topics() if all(word in _whole(topic) for word in wanted)]
    groups = (Group(key, str(title), [one for one in found if one.who == key]) for key, title in rooms.READERS.items())
    return [group for group in groups if group.topics]


def _whole(topic: rooms.Topic) -> str:
    return "\n".join(str(text) for text in (topic.title, topic.sentence, *topic.steps)).casefold()


@public
@require_safe
def help_page(request: Asking) -> HttpResponse:
    """The questions that come first, how each page is used, by who uses it, and where to ask in person."""
    words = request.GET.get("q", "").strip()[:_LONGEST]
    return _page(request, "help", groups=_groups(words), words=words)


@public
@require_safe
def topic(request: Asking, topic_key: str) -> HttpResponse:
    """How some pages are used."""
    found = next((one for one in rooms.topics() if one.key == topic_key), None)
    if found is None:
        raise Http404
    others = [one for one in rooms.topics() if one.who == found.who and one is not found]
    writes = admission.may(request.actor, "places.write_handbook")
    return _page(request, "topic", topic=found, who=rooms.READERS[found.who], others=others, writes=writes)


@public
@require_safe
def sheet(request: Asking, reader: str) -> HttpResponse:
    """Everything that one kind of reader needs, on one page to print."""
    group = next((one for one in _groups() if one.key == reader), None)
    if group is None:
        raise Http404
    return _page(request, "sheet", group=group)


@public
@require_safe
def about(request: Asking) -> HttpResponse:
    """What this is, and by which rules hours are recorded."""
    return _page(request, "about")


@public
@require_safe
def privacy(request: Asking) -> HttpResponse:
    """Who handles which data, for what, how long, and one's rights (PIPL art. 17)."""
    # The text that is agreed to today, and no older one.
    version = people.registration_rules((), clock.local_date(clock.now())).consent_version
    path = request.actor.acting.area_path if request.actor.acting else ()
    if not path and (named := places.division(request.GET.get("area", ""))):
        path = tuple(named.path)
    return _page(
        request,
        "privacy",
        consent_text=f"people/consents/volunteer_service-{version}.html",
        held=data.register(),
        others=data.receivers_now(path, clock.local_date(clock.now())),
    )


@public
@require_safe
def contact(request: Asking) -> HttpResponse:
    """How to reach whoever is responsible, and where to go in person."""
    return _page(request, "contact")


@public
@require_safe
def accessibility(request: Asking) -> HttpResponse:
    """What works for whom, what does not yet, and how to say so."""
    return _page(request, "accessibility")
