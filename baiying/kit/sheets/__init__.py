"""Opening spreadsheets that others made, in a process of its own with bounds: `rows`."""

from baiying.kit.sheets.opening import Bounds as Bounds
from baiying.kit.sheets.opening import Damaged as Damaged
from baiying.kit.sheets.opening import Empty as Empty
from baiying.kit.sheets.opening import NotOpened as NotOpened
from baiying.kit.sheets.opening import TooMuch as TooMuch
from baiying.kit.sheets.opening import rows as rows
