"""Cells of figures when two records of one human become one, and apart again: every year of both is counted anew."""

from baiying.figures.models import Mark
from baiying.kit.merging import Joining, Parting


def count_anew(one: Joining | Parting) -> None:
    """The cells follow the link between the records (statements.PERSON_YEARS): one human is one cell a year."""
    Mark.objects.bulk_create([Mark(person_id=pk, year=0) for pk in (one.survivor.id, one.loser.id)])
