"""What becomes of one line of a paper sheet when the whole sheet is taken back."""

from dataclasses import dataclass

# It goes at once, since nobody has decided about it; or a second person is asked, as for every correction.
OFF, ASK = "off", "ask"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line as it stands now. `objected`: its person objects, or did; `corrected`: somebody proposed something else
    since, or had it changed; `deciding`: a decision about many waits to take effect; `waits`, `approved`, `refused`:
    how many proposals of the record itself; `posted`: the minutes in the ledger."""

    undone: bool = False
    own: bool = False
    objected: bool = False
    corrected: bool = False
    deciding: bool = False
    waits: int = 0
    approved: int = 0
    refused: int = 0
    posted: int = 0


def of_sheet_line(line: SheetLine) -> str:
    """OFF, ASK, or why it stays as it is: undone, own, objected, corrected, deciding, refused."""
    for why in ("undone", "own", "objected", "corrected", "deciding"):
        if getattr(line, why):
            return why
    if line.posted or line.approved:
        return ASK
    # What a second person refused counts nothing, and says so: that is theirs.
    return "refused" if line.refused and not line.waits else OFF
