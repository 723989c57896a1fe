"""`baiying keys`: another master key, and sealing anew what the older ones sealed."""

import click
from django.conf import settings

from baiying.config import keys, paths
from baiying.config.cli.demo import Progress
from baiying.config.paths import Problem
from baiying.kit import audit, clock, resealing, sealed
from baiying.kit.values.actor import command

_SHOWN = 10


def add() -> None:
    """Make the next key where keys are files; say what to do where they come from the environment."""
    number = keys.add_master_key(paths.var())
    if number is None:
        raise Problem(
            "密钥来自环境变量：请在 BAIYING_MASTER_KEYS 里加上编号更大的一个（1:…,2:…），重启后执行 "
            "baiying keys rotate。"
            "Add a key with a higher number to BAIYING_MASTER_KEYS, restart, then run `baiying keys rotate`."
        )
    click.echo(
        f"已生成第 {number} 号主密钥。请重启全部进程，再执行 baiying keys rotate。"
        f"Master key {number} was made: restart all processes, then run `baiying keys rotate`."
    )


def rotate() -> None:
    """Seal anew with the newest key; may be broken off and repeated."""
    number, at = sealed.newest_number(), clock.now()
    result = resealing.reseal(Progress())
    detail = {"key": number, "suite": sealed.suite().name, "done": result.done, "unreadable": len(result.unreadable)}
    audit.record("KeysRotated", actor=command("keys rotate"), at=at, ok=not result.unreadable, detail=detail)
    click.echo(f"已用第 {number} 号主密钥重新加密 {result.done:,} 项。Sealed anew: {result.done:,}.")
    if result.unreadable:
        for table, public_id, column in result.unreadable[:_SHOWN]:
            click.echo(f"  {table} {public_id} {column}", err=True)
        raise Problem(
            f"有 {len(result.unreadable)} 项打不开，没有改动；旧密钥请不要删除。"
            f"{len(result.unreadable)} values could not be opened and stay as they are: keep the old keys."
        )


def forget(number: int) -> None:
    """Destroy an old master key, once nothing is sealed by it any more. Asks first."""
    known = settings.BAIYING_MASTER_KEYS
    if number not in known:
        raise Problem(f"没有第 {number} 号主密钥。There is no master key {number}.")
    if number == sealed.newest_number():
        raise Problem("这是现在使用的主密钥，不能销毁。This is the key in use and stays.")
    if needed := resealing.sealed_by(number):
        for column, count in needed:
            click.echo(f"  {column}  {count:,}", err=True)
        total = sum(count for _column, count in needed)
        raise Problem(
            f"还有 {total:,} 项是用第 {number} 号主密钥加密的，没有销毁：请先执行 baiying keys rotate。"
            f"{total:,} values still need master key {number}, so it stays: run `baiying keys rotate` first."
        )
    click.confirm(
        f"不含密钥的旧备份（--without-keys）要用第 {number} 号主密钥才能打开。确定不再需要，现在销毁吗？"
        f"Backups without keys need master key {number}. Destroy it now?",
        abort=True,
    )
    if not keys.forget_master_key(paths.var(), number):
        raise Problem(
            f"密钥来自环境变量：没有数据再用第 {number} 号，请在那里删去，再重启。"
            f"Keys come from the environment: nothing needs number {number} any more; take it out there and restart."
        )
    audit.record("KeyForgotten", actor=command("keys forget"), at=clock.now(), detail={"key": number})
    click.echo(f"第 {number} 号主密钥已销毁，请重启全部进程。Master key {number} is destroyed: restart all processes.")
