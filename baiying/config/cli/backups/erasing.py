"""After a restore, before any door opens: what is held by law now is held in it too, and whoever was erased since the
backup was taken is erased in it."""

import click

from baiying.kit import clock
from baiying.privacy import actions


def again() -> None:
    at = clock.now()
    # Holds first: a record that is held by now must outlive what the erasing of its person empties.
    kept = actions.hold_again(at=at)
    gone = actions.erase_again(at=at)
    click.echo(f"✓ 依法保存的再次保存 held again: {kept}", err=True)
    click.echo(f"✓ 已注销的人再次清除 erased again: {gone}", err=True)
