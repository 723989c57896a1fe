"""One row of everything in this room, so that every address can be tried by everybody."""

from datetime import timedelta

from baiying.activities import queries
from baiying.activities.models import CalendarFeed, Lead, PlanDraft
from baiying.activities.reminded import CannotCome, MustKnow
from baiying.activities.rules import reached
from baiying.demo import builders
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    leader = stage.cast["leader"]
    activity = builders.activity(stage.team, leader.account)
    stage.rows["shift"] = shift = builders.shift(activity)
    signup = builders.signup(shift, stage.volunteer)
    feed = CalendarFeed.objects.create(person=stage.volunteer, created_at=builders.NOW)
    draft = PlanDraft.objects.create(account=leader.account, team=stage.team, changed_at=builders.NOW)
    called = MustKnow.objects.create(
        signup=signup, what="moved", sources=[], state="call", why=reached.NO_WAY,
        written_at=builders.NOW, until=builders.NOW + timedelta(days=1),
    )  # fmt: skip
    answered = CannotCome.objects.create(signup=signup, reply_id=1, said_at=builders.NOW)
    asked = Lead.objects.create(
        activity=activity, account=stage.cast["unit_admin"].account, starts_at=builders.NOW,
        appointed_by_id=leader.account.pk,
    )  # fmt: skip
    return {
        "must_know_pid": called.public_id,
        "cannot_come_pid": answered.public_id,
        "lead_pid": asked.public_id,
        "activity_pid": activity.public_id,
        "shift_pid": shift.public_id,
        "post_pid": shift.post.public_id,
        "signup_pid": signup.public_id,
        "calendar_token": queries.calendar_token(feed),
        "draft_pid": draft.public_id,
    }
