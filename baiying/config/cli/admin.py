"""`baiying admin`: makes the first administrator, shows a log-in code where no text messages leave."""

from datetime import timedelta

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from baiying.accounts import actions as accounts
from baiying.config.paths import Problem
from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.values import identifiers
from baiying.kit.values.actor import command
from baiying.notices import queries as notices

_SHOWN_FOR = timedelta(minutes=10)


def create(phone: str | None, name: str | None) -> None:
    """Asks for what the first administrator needs. There is no default password."""
    with translation.override("zh-hans"):
        number = _phone(phone) if phone else _asked_phone()
        name = name or click.prompt("姓名 Name")
        password = _new_password()
        accounts.create_first_admin(phone=number, password=password, display_name=name, at=clock.now())
    click.echo(
        "安全管理员已创建。请登录，先任命系统管理员和审计员（三类管理员由三个人担任），再由系统管理员设置本市。"
        "The security administrator can log in and appoint the system administrator and the auditor."
    )


def code(phone: str) -> None:
    """Print the text just written to a phone. Whoever runs this holds the server's keys anyway; the audit notes it."""
    number, at = _phone(phone), clock.now()
    found = next((m for m in notices.on_screen(number, limit=1) if m.written_at > at - _SHOWN_FOR), None)
    if found is None or not found.wording:
        raise Problem(
            "最近十分钟没有发给这个手机号的验证码，请先在登录页点“发送验证码”。No code was sent to this phone just now."
        )
    with transaction.atomic():
        audit.record("CodeShown", actor=command("admin code"), at=at, subject=("message", found.id))
    click.echo(found.wording)


def _phone(text: str) -> str:
    try:
        return identifiers.mobile_phone(text)
    except identifiers.BadIdentifier:
        raise Problem(f"{text} 不是 11 位手机号。This is not a mobile number of 11 digits.") from None


def _asked_phone() -> str:
    while True:
        try:
            return _phone(click.prompt("手机号 Phone"))
        except Problem as problem:
            click.echo(str(problem), err=True)


def _new_password() -> str:
    while True:
        password = str(click.prompt("密码 Password", hide_input=True))
        try:
            validate_password(password)
        except ValidationError as error:
            click.echo(" ".join(error.messages), err=True)
            continue
        if password == click.prompt("再输入一次 Again", hide_input=True):
            return password
        click.echo("两次输入不一样，请重新输入。The two differ.", err=True)
