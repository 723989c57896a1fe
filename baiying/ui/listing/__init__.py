"""One list for all offices: search, filters, sort, columns, pages by key, a file of exactly what is seen.

A room describes a list once (`Listing`), its view asks `of` for it and includes `ui/components/listing.html`. All that
was chosen stands in the address: a view can be kept, sent and gone back to.
"""

from baiying.ui.listing.bulk import Act as Act
from baiying.ui.listing.bulk import Step as Step
from baiying.ui.listing.shown import Shown as Shown
from baiying.ui.listing.shown import of as of
from baiying.ui.listing.spec import Choice as Choice
from baiying.ui.listing.spec import Column as Column
from baiying.ui.listing.spec import Days as Days
from baiying.ui.listing.spec import Filter as Filter
from baiying.ui.listing.spec import Listing as Listing
from baiying.ui.listing.spec import Options as Options
from baiying.ui.listing.spec import Pinned as Pinned
from baiying.ui.listing.spec import Rows as Rows
from baiying.ui.listing.spec import at_column as at_column
from baiying.ui.listing.spec import in_file as in_file
from baiying.ui.listing.spec import minutes_column as minutes_column
from baiying.ui.listing.spec import span_column as span_column
