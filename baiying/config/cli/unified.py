"""`baiying unified`: whether the providers that are set can be used, and who hangs on the name of the site."""

import re

import click
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.config.paths import Problem
from baiying.kit import clock
from baiying.kit.values.actor import command
from baiying.unified import queries
from baiying.unified.provider import checking, configured

_HOST = re.compile(r"(?=.{1,120}$)[a-z0-9-]+(\.[a-z0-9-]+)+")


def check() -> int:
    """One line for each; 1 if one cannot be used, or none is set."""
    faults = configured.faults()
    for key, setting in faults.items():
        click.echo(f"✗ {key}: 设置不对或没有设 {setting}。The setting is missing or wrong.")
    found = configured.all_set()
    if not found and not faults:
        click.echo("没有设统一身份认证（BAIYING_OIDC）。No provider is set.")
        return 1
    bad = bool(faults)
    if found and not queries.offered():
        click.echo(
            "✗ 还没有登记影响评估，谁也看不到这个登录（个人信息保护 › 影响评估）。"
            "Nobody is offered it before its impact assessment is filed."
        )
        bad = True
    with translation.override("zh-hans"):
        for one in found:
            said = checking.try_out(one, clock.now())
            bad = bad or any(not line.good for line in said)
            for line in said:
                click.echo(f"{'✓' if line.good else '✗'} {one.key}: {line.words}")
            click.echo(f"  {one.key}: 回跳地址 redirect address {_redirect(one)}")
    return 1 if bad else 0


def _redirect(one: configured.Provider) -> str:
    site = settings.PUBLIC_ADDRESS or "https://…（请设 set BAIYING_PUBLIC_ADDRESS）"
    return f"{site}{reverse('unified:answer', args=[one.key])}"


def domain(host: str, *, announce: bool) -> int:
    """Three numbers; 1 as long as somebody would be locked out."""
    host = host.strip().lower().rstrip(".")
    if not _HOST.fullmatch(host):
        raise Problem(f"{host} 不是域名。This is not the name of a site.")
    at = clock.now()
    bound = account_rows.bound_to_other_sites(host, at)
    click.echo(
        f"用通行密钥的人 have passkeys of another name: {len(bound.holders)}\n"
        f"换了就没有办法登录的 would have no way in: {len(bound.locked_out)}\n"
        f"换了就没有第二步验证的岗位 offices that would lose their only second step: {len(bound.without_factor)}"
    )
    if announce:
        told = accounts.announce_new_site(host=host, holders=bound.holders, actor=command("unified domain"), at=at)
        click.echo(f"已告诉 told: {told}")
    return 1 if bound.locked_out or bound.without_factor else 0
