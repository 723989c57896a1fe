"""Words that are kept: a message to somebody else, a reason on a record.

They are written in Chinese whichever language the one who acts reads, because others will read them. What a person
sees at once, and what they are sent about their own act, goes through gettext as usual.
"""

from django.utils import translation

LANGUAGE = "zh-hans"


def in_chinese() -> translation.override:
    """As a context: texts, dates and hours inside are Chinese. Not as a decorator, which threads would share."""
    return translation.override(LANGUAGE)


def translate(text: str) -> str:
    """In place of gettext, for a text that is kept. Takes the same name so that it is collected."""
    with in_chinese():
        return translation.gettext(text)
