"""Setting or changing the password. Coming in by code is proof enough to set one."""

from typing import cast

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import access, actions
from baiying.accounts.access import Asking, signed_in
from baiying.accounts.forms import NewPasswordForm
from baiying.accounts.models import Account
from baiying.accounts.views.answers import see_other
from baiying.kit import clock
from baiying.ui import flash


@signed_in
@require_http_methods(["GET", "POST"])
def password(request: Asking) -> HttpResponse:
    account = cast("Account", request.user)
    form = NewPasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        changed = actions.set_password(
            account=account, password=form.cleaned_data["password"], actor=request.actor, at=clock.now()
        )
        access.stay(request, changed)
        flash.done(request, _("密码已保存。其他设备上的登录已经退出。"))
        return see_other("/desk/" if request.actor.acting else "/mine/")
    context = {
        "form": form,
        "title": _("修改密码") if account.has_usable_password() else _("设置密码"),
        "lead": _("也可以不设密码，每次用短信验证码登录。"),
        "submit": _("保存密码"),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)
