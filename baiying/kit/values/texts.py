"""What people type, without what nobody can see in it. Pure."""

import re
import unicodedata

# Marks of direction, of joining and of order, the soft hyphen, controls other than line ends and tabs: they come along
# with copying and make equal words unequal.
_UNSEEN = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    # These two join emoji, and letters of some scripts; after a Chinese or Latin character they do nothing.
    "|(?<![^\\s\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd!-~])[\u200c\u200d]"
)


# A mobile number, and an ID number of 18 signs with a possible date of birth, however they are parted.
_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_CITIZEN = re.compile(
    r"(?<!\d)\d{6}[ -]?(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx](?![0-9A-Za-z])"
)


def names_number_of_somebody(text: str) -> bool:
    """Whether a text has a mobile number or an ID number in it, full-width or parted by blanks too.

    Landlines and 400 numbers are of offices, and may be said to many.
    """
    plain = unicodedata.normalize("NFKC", visible(text))
    return bool(_MOBILE.search(plain) or _CITIZEN.search(plain))


def visible(text: str) -> str:
    """The same text without invisible signs. All that can be seen stays as it was typed, blanks and line ends too."""
    return _UNSEEN.sub("", text)
