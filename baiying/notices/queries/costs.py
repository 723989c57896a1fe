"""What text messages cost before they are sent: parts of the texts as they will leave, and the price if it is known."""

from decimal import Decimal

from django.conf import settings

from baiying.kit.kept import in_chinese
from baiying.notices import rules, senders
from baiying.notices.rules import Parts as Parts


def signature() -> str:
    """What stands in brackets before each text: as the gateway has it, else the name of the site."""
    given = str(settings.GATEWAY_ACCOUNTS.get(senders.SMS, {}).get("signature") or "")
    with in_chinese():
        return given or str(settings.SITE_NAME)


def parts_of(text: str) -> Parts:
    """In how many parts a text leaves, with its signature."""
    return rules.parts(text, signature())


def price_of(parts: int) -> Decimal | None:
    """What so many parts cost in yuan, where the operator set the price of one (BAIYING_SMS_PRICE)."""
    each = settings.BAIYING_SMS_PRICE
    return (each * parts).quantize(Decimal("0.01")) if each else None
