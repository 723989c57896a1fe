"""Work of this room in the background."""

from baiying.kit import clock, facts
from baiying.kit.values.actor import system
from baiying.places import queries as places
from baiying.places.facts import DivisionMerged
from baiying.teams import actions


@facts.listener("teams.follow_merged", DivisionMerged)
def follow_merged(fact: DivisionMerged) -> None:
    """Two areas became one: what is open here goes along. Not where that was undone before this was heard."""
    if places.became(fact.division_id, fact.into_id):
        actor = system("teams.follow_merged")
        actions.follow_area(old_id=fact.division_id, new_id=fact.into_id, actor=actor, at=clock.now())
