"""Who signed up for what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When, Window
from django.db.models.functions import RowNumber

from baiying.activities.models import ActivityState, Shift, Signup, SignupState
from baiying.activities.queries import activities, engaged
from baiying.activities.rules import minors, plans, signing_up
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.people import queries as people
from baiying.places import queries as places

LIVE = (SignupState.APPLIED, SignupState.ACCEPTED, SignupState.WAITLISTED)


def with_position(rows: QuerySet[Signup]) -> QuerySet[Signup]:
    """With the `position`, from 1, for those who wait: how many stand before them in the line and they themselves.

    For a few sign-ups; where a whole shift is read, `in_line` counts it in one go.
    """
    ahead = Signup.objects.filter(shift=OuterRef("shift"), state=SignupState.WAITLISTED, pk__lte=OuterRef("pk"))
    count = ahead.order_by().values("shift").annotate(n=Count("pk")).values("n")
    return rows.annotate(_position=Case(When(state=SignupState.WAITLISTED, then=Subquery(count))))


def in_line(rows: QuerySet[Signup]) -> QuerySet[Signup]:
    """The same for rows that hold everybody who waits at their shifts."""
    number = Window(RowNumber(), partition_by=[F("shift"), F("state")], order_by=F("pk").asc())
    return rows.annotate(_position=number)


def signup(public_id: str) -> Signup | None:
    rows = with_position(Signup.objects.all()).select_related(
        "shift", "shift__post", "shift__activity", "shift__activity__team", "person"
    )
    return rows.filter(public_id=public_id).first()


def with_all(signup_id: int) -> Signup:
    """A sign-up by its key, with person, shift, post and the activity's area."""
    rows = Signup.objects.select_related("person", "shift__post", "shift__activity__area")
    return rows.get(pk=signup_id)


def signups_of(shift_id: int) -> QuerySet[Signup]:
    """Everybody who ever signed up for the shift, with the person; accepted first, then in the order of the line."""
    return in_line(Signup.objects.filter(shift_id=shift_id)).select_related("person").order_by("state", "id")


def accepted_of(shift_id: int) -> QuerySet[Signup]:
    """Who has a place at the shift, in the order of coming."""
    return signups_of(shift_id).filter(state=SignupState.ACCEPTED).order_by("id")


def places_held(shift_ids: Sequence[int], *, since_before: datetime | None = None) -> list[tuple[int, int]]:
    """(shift, person) of everybody who has a place at some shifts now; `since_before`: and was given it before then."""
    rows = Signup.objects.filter(shift_id__in=list(shift_ids), state=SignupState.ACCEPTED)
    if since_before is not None:
        rows = rows.filter(accepted_at__lt=since_before)
    return list(rows.values_list("shift_id", "person_id"))


def live_signups_of_activity(activity_id: int) -> QuerySet[Signup]:
    """Applied, accepted and waitlisted sign-ups of an activity, with person and shift."""
    rows = in_line(Signup.objects.filter(shift__activity_id=activity_id, state__in=LIVE))
    return rows.select_related("person", "shift", "shift__post").order_by("shift__starts_at", "id")


HAD_A_PLACE = Q(accepted_at__isnull=False)
ENDED_WITH_SHIFT = Q(ended_at=F("shift__called_off_at")) | Q(ended_at=F("shift__activity__ended_at"))


def called_off_signups(activity_id: int) -> QuerySet[Signup]:
    """Who had a place when a shift of the activity, or all of it, was called off; with person."""
    rows = Signup.objects.filter(ENDED_WITH_SHIFT, shift__activity_id=activity_id, accepted_at__isnull=False)
    return rows.filter(state=SignupState.CANCELLED).select_related("person").order_by("id")


# Nothing else ends a sign-up once its shift has begun.
ENDED_EARLY = Q(
    state=SignupState.CANCELLED,
    ended_at__gte=F("shift__ends_at"),
    ended_at__lt=F("shift__ends_at") + timedelta(minutes=1),
)


def is_early_end(ended_at: datetime | None, ends_at: datetime) -> bool:
    """Whether a sign-up ended with the rest of its shift, of values (ENDED_EARLY)."""
    return ended_at is not None and ends_at <= ended_at < ends_at + timedelta(minutes=1)


def on_paper_perhaps(shift_id: int) -> QuerySet[Signup]:
    """Who has a place at the shift, or had one when the rest of it was called off: who came before that may stand on a
    sheet of paper that nobody has typed back yet. In the order of coming."""
    rows = signups_of(shift_id).filter(Q(state=SignupState.ACCEPTED) | (ENDED_EARLY & HAD_A_PLACE))
    return rows.order_by("id")


def had_a_place(row: Signup) -> bool:
    """Whether somebody has a place at the shift, or had one when it was called off."""
    if row.state == SignupState.ACCEPTED:
        return True
    return row.accepted_at is not None and ended_with_shift(row)


def ended_with_shift(row: Signup) -> bool:
    """Whether a sign-up ended because its shift, or the whole activity, was called off."""
    ended = {row.shift.called_off_at, row.shift.activity.ended_at} - {None}
    return row.state == SignupState.CANCELLED and row.ended_at in ended


def signups_of_person(person_id: int) -> QuerySet[Signup]:
    """All sign-ups of a person, the newest first, with shift, post, activity and team."""
    rows = with_position(Signup.objects.filter(person_id=person_id))
    return rows.select_related(
        "shift", "shift__post", "shift__activity", "shift__activity__team", "shift__activity__area"
    ).order_by("-id")


def coming_of_person(person_id: int, at: datetime) -> QuerySet[Signup]:
    """Live sign-ups whose shift is not over, the next first."""
    return signups_of_person(person_id).filter(state__in=LIVE, shift__ends_at__gt=at).order_by("shift__starts_at", "id")


def next_shift_of(person_id: int, at: datetime) -> Signup | None:
    """The accepted sign-up that is on now or comes next; `.shift` has post, activity and team."""
    return coming_of_person(person_id, at).filter(state=SignupState.ACCEPTED).first()


def own_signups(person_id: int, shift_ids: Iterable[int]) -> dict[int, Signup]:
    """The live sign-up of a person for each of the shifts."""
    rows = with_position(Signup.objects.filter(person_id=person_id, shift_id__in=list(shift_ids), state__in=LIVE))
    return {row.shift_id: row for row in rows}


def _led(account_id: int, team_ids: list[int], body_ids: list[int]) -> Q:
    """Of the shifts that somebody leads or administers."""
    activity = "shift__activity"
    return (
        Q(**{f"{activity}__leader_id": account_id})
        | Q(**{f"{activity}__team_id__in": team_ids})
        | Q(**{f"{activity}__team__body_id__in": body_ids})
    )


def answers_of(keys: Iterable[str], *, account_id: int, team_ids: list[int], body_ids: list[int]) -> list[str]:
    """How those of these sign-ups stand by now whom somebody may answer; those that still wait are not among them."""
    rows = Signup.objects.filter(_led(account_id, team_ids, body_ids), public_id__in=list(keys))
    return list(rows.exclude(state=SignupState.APPLIED).order_by("id").values_list("state", flat=True))


def waiting_to_decide(*, account_id: int, team_ids: list[int], body_ids: list[int], at: datetime) -> QuerySet[Signup]:
    """Applications nobody has answered, for the shifts somebody leads or administers: the oldest first."""
    activity = "shift__activity"
    mine = _led(account_id, team_ids, body_ids)
    rows = Signup.objects.filter(mine, state=SignupState.APPLIED, shift__starts_at__gt=at)
    return rows.select_related("person", "shift", "shift__post", activity).order_by("signed_up_at", "id")


def of_who_may_not_serve(at: datetime) -> QuerySet[Signup]:
    """Live sign-ups to coming shifts of people without an open registration, or whose guardian's consent is missing,
    whatever way it ended."""
    return Signup.objects.filter(~people.may_serve("person_id"), state__in=LIVE, shift__starts_at__gt=at)


def of_minors(at: datetime) -> QuerySet[Signup]:
    """Live sign-ups to coming shifts of people who are under age today, or have been for some days."""
    born_after = clock.local_date(at) - timedelta(days=plans.ADULT * 366)
    rows = Signup.objects.filter(state__in=LIVE, shift__starts_at__gt=at, person__birth_date__gt=born_after)
    return rows.select_related("person", "shift__activity__area")


def ended_by_nobody(person_id: int, at: datetime) -> list[Signup]:
    """What ended for a person at one moment by no account: the program did it, by a rule."""
    rows = Signup.objects.filter(
        person_id=person_id, state=SignupState.CANCELLED, ended_at=at, ended_by_id__isnull=True
    )  # fmt: skip
    return list(rows.select_related("person", "shift__activity__area").order_by("shift_id", "pk"))


def is_barred_by_age(row: Signup) -> bool:
    """Whether the law lets nobody of that age serve there on the day (Emergency Response Law art. 39)."""
    least = activities.least_age_by_law(row.shift)
    return (
        least is not None and identifiers.age_on(row.person.birth_date, clock.local_date(row.shift.starts_at)) < least
    )


def facts_of_shift(shift: Shift) -> signing_up.ShiftFacts:
    """What of the shift decides whether somebody may sign up."""
    documents = people.documented(shift.post.skills)
    return signing_up.ShiftFacts(
        state=activities.state_of(shift),
        approval=shift.activity.approval,
        starts_at=shift.starts_at,
        starts_on=clock.local_date(shift.starts_at),
        recruit_until=shift.activity.recruit_until,
        closed=shift.closed_at is not None,
        places=shift.places,
        taken=shift.taken,
        min_age=shift.post.min_age,
        max_age=shift.post.max_age,
        skills=tuple(code for code in shift.post.skills if code not in documents),
        documents=tuple(documents),
        minors_welcome=shift.post.minors_welcome,
        minors_with=shift.post.minors_with,
    )


def company_of(row: Signup) -> str:
    """Who must be with a person of that age at the shift: guardian, leader, or empty where nobody must."""
    on = clock.local_date(row.shift.starts_at)
    age = identifiers.age_on(row.person.birth_date, on)
    if age >= plans.ADULT or age >= activities.minor_rules(row.shift.activity.area.path, on).company_below:
        return ""
    return row.shift.post.minors_with


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person in front of some shifts: what decides whether they may sign up, read once for all of them.

    `own` is the live sign-up at each shift, `taken` what the person has a place at in that time.
    """

    standing: people.Standing | None
    is_theirs: bool
    own: dict[int, Signup]
    taken: Sequence[engaged.Engaged]
    # The account acts for a ward: only asked for a minor. To which of the shifts another guardian said no.
    by_guardian: bool = False
    refused: frozenset[int] = frozenset()

    def in_the_way(self, shift: Shift) -> list[engaged.Engaged]:
        """What the person has a place at, at the time of the shift."""
        return engaged.in_the_way(self.taken, shift)

    def facts(self, shift: Shift) -> signing_up.PersonFacts:
        """What the rule needs to know of the person."""
        standing = self.standing
        if standing is None:
            return signing_up.PersonFacts(
                is_theirs=self.is_theirs, already=shift.pk in self.own, registered=False, guardian_ok=False
            )
        age = identifiers.age_on(standing.birth_date, clock.local_date(shift.starts_at))
        young = young_at(shift, age, by_guardian=self.by_guardian)
        return signing_up.PersonFacts(
            is_theirs=self.is_theirs,
            already=shift.pk in self.own,
            check_failed=standing.state == "failed",
            held=standing.held,
            guardian_ok=standing.guardian_ok,
            age_then=age,
            skills=standing.skills,
            clash=bool(self.in_the_way(shift)),
            at_school=young.at_school,
            alone=young.alone,
            late=young.late,
            guardian_said_no=age < plans.ADULT and shift.pk in self.refused,
        )


def young_at(shift: Shift, age: int, *, by_guardian: bool) -> minors.Young:
    """What a minor of that age meets at the shift; grown-ups meet nothing, and nothing is read for them."""
    if age >= plans.ADULT:
        return minors.Young()
    hours, given = hours_of_minors(shift)
    return minors.young(age, hours=hours, by_guardian=by_guardian, rules=given)


def hours_of_minors(shift: Shift) -> tuple[minors.Hours, minors.MinorRules]:
    """Whether the shift falls into lessons or late hours, by the rules of its area on its day."""
    starts, ends = clock.local(shift.starts_at), clock.local(shift.ends_at)
    given = activities.minor_rules(shift.activity.area.path, starts.date())
    calendar = places.special_days(starts.date(), ends.date())
    school = minors.in_school_hours(starts, ends, calendar, given)
    return minors.Hours(school, minors.in_late_hours(starts, ends, given)), given


def candidate(account_id: int, person_id: int, shifts: Sequence[Shift], at: datetime) -> Candidate:
    """What feeds rules.signing_up.may_sign_up: for the pages, and for the test that holds the database to it."""
    taken: list[engaged.Engaged] = []
    if shifts:
        start, end = min(s.starts_at for s in shifts), max(s.ends_at for s in shifts)
        taken = engaged.engaged_between(person_id, start, end)
    standing = people.standing_of(person_id, at)
    minor = standing is not None and standing.age < plans.ADULT
    return Candidate(
        standing=standing,
        by_guardian=minor and people.person_id_of_account(account_id) != person_id,
        is_theirs=people.may_act_for(account_id, person_id, clock.local_date(at)),
        own=own_signups(person_id, [s.pk for s in shifts]),
        taken=taken,
        refused=_refused(account_id, person_id, shifts) if minor else frozenset(),
    )


def guardian_said_no(person_id: int, birth_date: date, shift: Shift, *, account_id: int | None = None) -> bool:
    """Whether a guardian other than the account said no to a child's coming to the shift: it holds on every way onto
    its record, until the same guardian signs the child up (sql/guardian_said_no.sql). Of grown-ups nobody says so.
    """
    if identifiers.age_on(birth_date, clock.local_date(shift.starts_at)) >= plans.ADULT:
        return False
    return shift.pk in _refused(account_id, person_id, [shift])


def _refused(account_id: int | None, person_id: int, shifts: Sequence[Shift]) -> frozenset[int]:
    """To which of the shifts a guardian other than the account said no, and has not signed the child up since."""
    rows = Signup.objects.filter(person_id=person_id, shift__in=shifts, refused_by_guardian_id__isnull=False)
    later = Signup.objects.filter(
        person_id=person_id, shift=OuterRef("shift"), pk__gt=OuterRef("pk"), by_id=OuterRef("refused_by_guardian_id")
    )
    others = rows if account_id is None else rows.exclude(refused_by_guardian_id=account_id)
    standing = others.filter(~Exists(later))
    return frozenset(standing.values_list("shift_id", flat=True))


def ended_ahead(person_id: int, at: datetime) -> list[Signup]:
    """The cancelled sign-ups of a person for shifts to come that stand, the newest of each shift, the next first."""
    rows = signups_of_person(person_id).filter(state=SignupState.CANCELLED, shift__starts_at__gt=at)
    later = Signup.objects.filter(person_id=person_id, shift_id=OuterRef("shift_id"), pk__gt=OuterRef("pk"))
    rows = rows.filter(~Exists(later), shift__called_off_at__isnull=True)
    return list(rows.filter(shift__activity__state=ActivityState.PUBLISHED).order_by("shift__starts_at", "id")[:20])


def signing_up_again(account_id: int, signup: Signup, at: datetime) -> str:
    """What signing up for the same shift would come to now, after this sign-up ended: rules.signing_up.may_sign_up."""
    return signing_up_again_to(account_id, signup.person_id, [signup], at)[signup.pk]


def signing_up_again_to(account_id: int, person_id: int, rows: Sequence[Signup], at: datetime) -> dict[int, str]:
    """The same for several sign-ups of one person, by their keys; the person is read once."""
    shifts = {one.pk: one for one in activities.shifts_by_key([row.shift_id for row in rows])}
    who = candidate(account_id, person_id, list(shifts.values()), at)

    def answer(shift: Shift) -> str:
        return signing_up.may_sign_up(facts_of_shift(shift), who.facts(shift), at)

    return {row.pk: answer(shifts[row.shift_id]) if row.shift_id in shifts else "" for row in rows}


def may_join(account_id: int, person_id: int, shift: Shift, at: datetime) -> str:
    """What whoever stands at a shift without a sign-up is answered: joins, or the code of why not."""
    who = candidate(account_id, person_id, [shift], at)
    return signing_up.may_join(facts_of_shift(shift), who.facts(shift), at)
