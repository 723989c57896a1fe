"""Opening spreadsheets that others made, in a process of its own with bounds: `heads`, `rows`, `marked`."""

from baiying.kit.sheets.opening import Bounds as Bounds
from baiying.kit.sheets.opening import Damaged as Damaged
from baiying.kit.sheets.opening import Empty as Empty
from baiying.kit.sheets.opening import Head as Head
from baiying.kit.sheets.opening import Marked as Marked
from baiying.kit.sheets.opening import NotOpened as NotOpened
from baiying.kit.sheets.opening import TooMuch as TooMuch
from baiying.kit.sheets.opening import heads as heads
from baiying.kit.sheets.opening import marked as marked
from baiying.kit.sheets.opening import rows as rows
from baiying.kit.sheets.web import is_page as is_page
