"""The providers that the operator has set, and no others: no address of one ever comes from a request."""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import get_language

_KEY = re.compile(r"[a-z][a-z0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class Provider:
    """`key` stands in addresses and in names of settings; `ca`: a file of certificates where it has its own."""

    key: str
    issuer: str
    client: str
    secret: str = field(repr=False)
    name: str
    name_en: str = ""
    ca: str = ""

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.name_en or self.name if (get_language() or "").startswith("en") else self.name


def all_set() -> list[Provider]:
    """Those that can be used, in the order that is set; what is half set is left out, and `faults` says why."""
    return [one for one in _read() if not fault_of(one)]


def label_of(issuer: str) -> str:
    """What an issuer is called, also after it was taken out of the settings."""
    return next((one.label for one in _read() if one.issuer == issuer), issuer.partition("://")[2] or issuer)


def faults() -> dict[str, str]:
    """By key, the setting that is missing or cannot be."""
    return {one.key: fault for one in _read() if (fault := fault_of(one))}


def fault_of(one: Provider) -> str:
    if not _KEY.fullmatch(one.key):
        return "BAIYING_OIDC"
    given = {"ISSUER": one.issuer, "CLIENT": one.client, "NAME": one.name}
    missing = next((name for name, value in given.items() if not value), "")
    return f"BAIYING_OIDC_{one.key.upper()}_{missing}" if missing else ""


def _read() -> list[Provider]:
    return [Provider(**one) for one in settings.OIDC_PROVIDERS]
