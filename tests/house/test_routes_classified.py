"""Every address is classified: for anybody, the signed in, or a right. One that nobody classified fails here."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from baiying.accounts.models import Role
from baiying.accounts.rights import Right as AccountsRight
from baiying.desk.rights import Right as DeskRight
from baiying.kit import rights, rooms

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
    held = {str(right) for role in Role.values for right in rights.rights_of(role)}
    assert named <= held, f"No role has {named - held}"


def test_every_right_is_granted_by_its_room_to_roles_that_exist() -> None:
    for name, room in rooms.brought().items():
        for grant in room.rights:
            assert grant.right.startswith(f"{name}."), f"{name}/room.py grants a right of another room: {grant.right}"
            assert set(grant.roles) <= set(Role.values), f"{name}/room.py: {grant.right} is given to unknown roles"
            assert grant.roles, f"{name}/room.py gives {grant.right} to nobody"
    listed = {str(right) for kind in rights.Right.__subclasses__() for right in kind}
    granted = [str(grant.right) for room in rooms.brought().values() for grant in room.rights]
    assert sorted(granted) == sorted(listed), "Grant each right of rights.py once, in room.py"


def test_every_right_says_what_it_allows() -> None:
    for kind in rights.Right.__subclasses__():
        for right in kind:
            assert re.search(r"[\u3400-\u9fff]", str(right.label)), f"{right} has no description"


def test_no_two_of_the_three_administrators_rights_meet_in_one_role() -> None:
    """System, security and audit administrators are three people (GB/T 22239, 8.1.4)."""
    assert not set(rights.roles_with(DeskRight.READ_AUDIT)) & set(rights.roles_with(AccountsRight.APPOINT))
