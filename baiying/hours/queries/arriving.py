"""The facts that decide whether somebody may check in, for the pages, the leader's list and the test."""

from datetime import datetime, timedelta

from django.db.models import F

from baiying.activities import queries as activities
from baiying.hours import rules
from baiying.hours.models import Attendance
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.people import queries as people


def check_ins_on(person_id: int, at: datetime) -> int:
    """Attendances that began on the day in China of an instant, open or closed; ticks taken back are none (R055)."""
    start = clock.midnight(clock.local_date(at))
    rows = Attendance.objects.filter(
        person_id=person_id, checked_in_at__gte=start, checked_in_at__lt=start + timedelta(days=1)
    )
    return rows.filter(undone_at__isnull=True).count()


def comer(account_id: int | None, person_id: int, shift: activities.Shift, at: datetime) -> rules.Comer:
    """What the rule needs to know of a person in front of a shift."""
    standing = people.standing_of(person_id, at)
    signup = activities.own_signups(person_id, [shift.pk]).get(shift.pk)
    held = Attendance.objects.filter(person_id=person_id, checked_out_at__isnull=True).first()
    later = Attendance.objects.filter(person_id=person_id, checked_out_at__gt=at, kept_overlap=False)
    later = later.filter(checked_out_at__gt=F("checked_in_at"))
    theirs = account_id is not None and people.may_act_for(account_id, person_id, clock.local_date(at))
    return rules.Comer(
        is_theirs=theirs,
        open_here=held is not None and held.shift_id == shift.pk,
        open_elsewhere=held is not None and held.shift_id != shift.pk,
        registered=standing is not None and standing.state != "failed",
        guardian_ok=standing is not None and standing.guardian_ok,
        signed_up=signup is not None and signup.state == "accepted",
        check_ins=check_ins_on(person_id, at),
        on_record=later.exists(),
        barred="adults_only" if is_barred(person_id, shift) else _why_too_young(standing, shift),
        licence_unseen=needs_licence(shift),
        said_no=standing is not None
        and activities.guardian_said_no(person_id, standing.birth_date, shift, account_id=account_id),
    )


def needs_licence(shift: activities.Shift) -> bool:
    """Whether nobody may serve there before the leader has seen a licence and written down which."""
    return bool(people.documented(shift.post.skills))


def is_barred(person_id: int, shift: activities.Shift) -> bool:
    """Whether the law lets nobody of that age serve there."""
    least = activities.least_age_by_law(shift)
    who = people.person_by_id(person_id) if least is not None else None
    return who is not None and identifiers.age_on(who.birth_date, clock.local_date(shift.starts_at)) < (least or 0)


def _why_too_young(standing: people.Standing | None, shift: activities.Shift) -> str:
    """Why a minor may not walk in, as a code: the post takes none, or none so young (P2); empty where nothing is
    against it."""
    if standing is None:
        return ""
    age = identifiers.age_on(standing.birth_date, clock.local_date(shift.starts_at))
    return activities.why_minor_is_not_asked_for(shift, age)


def shift_times(shift: activities.Shift) -> rules.ShiftTimes:
    """What of a shift the rule needs to know."""
    return rules.ShiftTimes(activities.state_of(shift), shift.starts_at, shift.ends_at)
