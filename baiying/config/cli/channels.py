"""`baiying channels`: how the ways out fare, and confirming that this copy of the city writes to people."""

import click
from django.utils import translation

from baiying.config.paths import Problem
from baiying.kit import clock
from baiying.kit.values.actor import command
from baiying.notices import actions, queries, senders, words


def show() -> int:
    """One line for each; 1 if nothing leaves by one of them."""
    at = clock.now()
    with translation.override("zh-hans"):
        dead, shut = {name: why for name, _since, why in queries.dead(at)}, queries.shut(at)
        for name, channel in queries.channels().items():
            waits = queries.in_lane(queries.waiting(), name).count()
            trouble = dead.get(name) or channel.why or ("还没有确认 not confirmed" if name in shut else "")
            mark = "✗" if name in dead or name in shut else "✓"
            click.echo(
                f"{mark} {words.LANES[name]} {name}: {senders.chosen(name)}，等着 waiting {waits} {trouble}".rstrip()
            )
    return 1 if dead or shut else 0


def templates() -> None:
    """One line for each text of late: its key, whether it has a template, how often it was written, and its gaps."""
    with translation.override("zh-hans"):
        for one in queries.texts_of_late(clock.now()):
            mark = "✓" if one.has_template else "✗"
            click.echo(f"{mark} {one.key} {one.kind} ×{one.count} {one.pattern}")


def confirm(*, drop_waiting: bool) -> None:
    """After a restore, and on a copy that shall be the city from now on. Nothing leaves before it."""
    at = clock.now()
    waits = queries.waiting().filter(written_at__lt=at).count()
    if waits and not drop_waiting and not queries.is_confirmed():
        click.echo(f"有 {waits} 条消息等着，确认后会马上发出。{waits} messages wait and will leave at once.", err=True)
        if not click.confirm("照发？（恢复备份之后请改用 --drop-waiting）Send them?", err=True):
            raise Problem("没有确认。Not confirmed; nothing was done.")
    dropped = actions.confirm_instance(drop_waiting=drop_waiting, actor=command("channels confirm"), at=at)
    click.echo(f"已确认，由这一套系统发消息。不再发的 dropped: {dropped}. This copy writes to people from now on.")
