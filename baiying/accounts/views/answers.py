"""Small answers that several views give."""

from baiying.ui.answers import refuse, see_other, typed

__all__ = ["refuse", "see_other", "typed"]
