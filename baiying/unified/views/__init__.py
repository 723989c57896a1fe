"""Pages of the unified room, by noun."""

from baiying.unified.views.coming_back import answer
from baiying.unified.views.going import tie_new, visits
from baiying.unified.views.ties import tie, tie_end

__all__ = ["answer", "tie", "tie_end", "tie_new", "visits"]
