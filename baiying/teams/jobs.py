"""Work of this room in the background."""

from baiying.kit import clock, each, facts
from baiying.kit.jobs import job
from baiying.kit.values.actor import system
from baiying.people import queries as people
from baiying.people.facts import ClaimFiled
from baiying.places import queries as places
from baiying.places.facts import DivisionMerged
from baiying.teams import actions, queries


@facts.listener("teams.follow_merged", DivisionMerged)
def follow_merged(fact: DivisionMerged) -> None:
    """Two areas became one: what is open here goes along. Not where that was undone before this was heard."""
    if places.became(fact.division_id, fact.into_id):
        actor = system("teams.follow_merged")
        actions.follow_area(old_id=fact.division_id, new_id=fact.into_id, actor=actor, at=clock.now())


@facts.listener("teams.tell_of_claims", ClaimFiled)
def tell_of_claims(fact: ClaimFiled) -> None:
    """Somebody claims a member's record: the unit is told, and may say to the office what it knows (U23)."""
    actions.tell_of_claim(claim_id=fact.claim_id, at=clock.now())


@job("teams.tell_open_claims")
def tell_open_claims(timestamp: int = 0) -> None:
    """Daily: claims of which a unit was not told when they were filed. Who was told is not told again."""
    at = clock.now()
    ids = people.open_claim_ids()
    each.each("teams.tell_open_claims", ids, lambda pk: actions.tell_of_claim(claim_id=pk, at=at), at=at)


@job("teams.end_terms")
def end_terms(timestamp: int = 0) -> None:
    """Every minute: offices whose last day is over; a body that loses its last administrator so is kept from then."""
    at = clock.now()
    each.each(
        "teams.end_terms",
        each.keys(queries.terms_over(at)),
        lambda pk: actions.end_term(office_id=pk, at=at),
        at=at,
    )


@job("teams.tell_kept")
def tell_kept(timestamp: int = 0) -> None:
    """Every minute: who stands above a body without an administrator, and its leaders, read that it is kept."""
    at = clock.now()
    each.each("teams.tell_kept", each.keys(queries.untold()), lambda pk: actions.tell_kept(keeping_id=pk, at=at), at=at)


@job("teams.drop_scans")
def drop_scans(timestamp: int = 0) -> None:
    """Daily: pictures of the papers of applications that were decided, or sent back, long enough ago."""
    actions.drop_scans(at=clock.now())


@job("teams.exit_steps")
def exit_steps(timestamp: int = 0) -> None:
    """Nightly, where an office has begun it: what is due of bodies on the way out, then the next that are idle are
    warned, of each area no more than its rules say for one night."""
    at = clock.now()
    each.each(
        "teams.exit_steps",
        each.keys(queries.due_exits()),
        lambda pk: bool(actions.take_exit_step(exit_id=pk, at=at)),
        at=at,
    )
    for run in queries.exit_runs():
        most = queries.exit_rules(run.area.path, clock.local_date(at)).nightly
        ids = [one.body.pk for one in queries.idle_bodies(run.area_id, at)[:most]]
        each.each("teams.exit_steps", ids, lambda pk: actions.warn_idle(body_id=pk, at=at), at=at)
