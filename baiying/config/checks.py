"""What a city's server must have set before real people come: part of `manage check --deploy`, and said at start."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def proxies_are_named(**_: Any) -> list[Error]:
    """Behind TLS stands a proxy. Unnamed, it would be everybody's address: sixty wrong passwords shut out a city."""
    if not settings.BEHIND_TLS or settings.BAIYING_PROXIES:
        return []
    return [
        Error(
            "BAIYING_TLS is on, but BAIYING_PROXIES does not say which proxies to believe:"
            " all people would count as one address.",
            hint="BAIYING_PROXIES=1 for one proxy in front, or its network, such as 10.0.0.0/8.",
            id="baiying.E001",
        )
    ]


@register(Tags.security, deploy=True)
def hosts_are_named(**_: Any) -> list[Error]:
    """Without names every request is refused under TLS; with any name, links would follow whatever a request says."""
    if not settings.BEHIND_TLS or (settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            "BAIYING_TLS is on, but BAIYING_HOSTS does not name the hosts that are answered.",
            hint="BAIYING_HOSTS=volunteers.example.gov.cn",
            id="baiying.E002",
        )
    ]


@register(Tags.security, deploy=True)
def tls_is_on(**_: Any) -> list[Warning]:
    """Cookies without TLS can be read on the way."""
    if settings.BEHIND_TLS:
        return []
    return [Warning("BAIYING_TLS is off: cookies and numbers travel in the clear.", id="baiying.W001")]
