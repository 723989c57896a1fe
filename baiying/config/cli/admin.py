"""`baiying admin create`: asks for what the first administrator needs. There is no default password."""

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from baiying.accounts import actions as accounts
from baiying.kit import clock


def create(phone: str | None, name: str | None) -> None:
    with translation.override("zh-hans"):
        phone = phone or click.prompt("手机号 Phone")
        name = name or click.prompt("姓名 Name")
        password = _new_password()
        accounts.create_first_admin(phone=phone, password=password, display_name=name, at=clock.now())
    click.echo("管理员已创建，可以登录并设置本市。The administrator can log in and set up the city.")


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
