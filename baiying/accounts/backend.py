"""Loads the account of a session; deciding who may log in is the actions' work."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from baiying.accounts.models import Account


class AccountBackend(BaseBackend):
    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Account | None:
        return None

    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.filter(pk=user_id, closed_at__isnull=True).first()
