"""What each role may do, in words: drawn from the same grants that admission uses."""

from baiying.accounts.models import Role
from baiying.accounts.rights import Right
from baiying.kit import rooms


def what_role_may_do(role: str, *, stands_in: bool = False) -> list[str]:
    """What a role may do, in words, in the order of the rooms that bring the rights; less what whoever stands in for
    its holder may not."""
    grants = [grant for room in rooms.brought().values() for grant in room.rights if role in grant.roles]
    return [str(grant.right.label) for grant in grants if not (stands_in and grant.right == Right.APPOINT)]


def what_roles_may_do() -> list[tuple[str, list[str]]]:
    """Each role with what it may do, in words, in the order of the rooms that bring the rights."""
    return [(str(role.label), what_role_may_do(role.value)) for role in Role]


def rights_in_words() -> list[tuple[str, str]]:
    """Every right that some role has, with its words, in the order of the rooms."""
    return [(str(one.right.value), str(one.right.label)) for room in rooms.brought().values() for one in room.rights]
