"""After a restore, before any door opens: whoever was erased since the backup was taken is erased in it too."""

import click

from baiying.kit import clock
from baiying.privacy import actions


def again() -> None:
    gone = actions.erase_again(at=clock.now())
    click.echo(f"✓ 已注销的人再次清除 erased again: {gone}", err=True)
