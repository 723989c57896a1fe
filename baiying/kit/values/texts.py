"""What people type, without what nobody can see in it. Pure."""

import re

# Marks of direction, of joining and of order, the soft hyphen, controls other than line ends and tabs: they come along
# with copying and make equal words unequal.
_UNSEEN = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    # These two join emoji, and letters of some scripts; after a Chinese or Latin character they do nothing.
    "|(?<![^\\s\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd!-~])[\u200c\u200d]"
)


def visible(text: str) -> str:
    """The same text without invisible signs. All that can be seen stays as it was typed, blanks and line ends too."""
    return _UNSEEN.sub("", text)
