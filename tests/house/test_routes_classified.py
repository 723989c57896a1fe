"""Every address is classified: for anybody, the signed in, or a right. One that nobody classified fails here."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from baiying.accounts.rights import RIGHTS_OF, Right

# Not ours: the JSON documentation that django-ninja brings, public by its nature.
FOREIGN = ("/api/v1/",)


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for item in (resolver or get_resolver()).url_patterns:
        route = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from routes(item, route)
        else:
            yield "/" + route.lstrip("/"), item


def test_every_route_is_classified() -> None:
    unclassified = [
        route
        for route, pattern in routes()
        if not route.startswith(FOREIGN) and not getattr(pattern.callback, "audience", "")
    ]
    assert not unclassified, "Say who may open these (@public, @signed_in, @needs):\n" + "\n".join(unclassified)


def test_rights_named_by_routes_exist_and_somebody_has_them() -> None:
    named = {
        right
        for _, pattern in routes()
        for right in getattr(pattern.callback, "audience", "").removeprefix("needs:").split(",")
        if getattr(pattern.callback, "audience", "").startswith("needs:")
    }
    held = {str(right) for rights in RIGHTS_OF.values() for right in rights}
    assert named <= {str(right) for right in Right}
    assert named <= held, f"No role has {named - held}"


def test_no_two_of_the_three_administrators_rights_meet_in_one_role() -> None:
    """System, security and audit administrators are three people (GB/T 22239, 8.1.4)."""
    audit = {role for role, rights in RIGHTS_OF.items() if Right.READ_AUDIT in rights}
    appoint = {role for role, rights in RIGHTS_OF.items() if Right.APPOINT in rights}
    assert not audit & appoint
