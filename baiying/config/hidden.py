"""Which values of the settings stand in no log."""

from collections.abc import Iterator

from django.conf import settings

from baiying.kit import logs


def filter_of_logs() -> logs.Hidden:
    """Read when a line is written: settings are not there yet when logging is set up."""
    return logs.Hidden(_values)


def _values() -> Iterator[str]:
    yield settings.BAIYING_RECEIPTS_KEY
    yield settings.BAIYING_METRICS_TOKEN
    yield from (one["secret"] for one in settings.OIDC_PROVIDERS)
