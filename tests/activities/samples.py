"""One row of everything in this room, so that every address can be tried by everybody."""

from baiying.activities.models import PlanDraft
from baiying.demo import builders
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    leader = stage.cast["leader"]
    activity = builders.activity(stage.team, leader.account)
    stage.rows["shift"] = shift = builders.shift(activity)
    signup = builders.signup(shift, stage.volunteer)
    draft = PlanDraft.objects.create(account=leader.account, team=stage.team, changed_at=builders.NOW)
    return {
        "activity_pid": activity.public_id,
        "shift_pid": shift.public_id,
        "post_pid": shift.post.public_id,
        "signup_pid": signup.public_id,
        "draft_pid": draft.public_id,
    }
