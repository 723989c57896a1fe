"""The presses about registrations, guardians, claims and cards."""

from collections.abc import Callable

from baiying.kit.values.actor import Actor
from baiying.people import actions as people
from baiying.people.rules.ending import End
from tests.walks.presses.press import On, Press
from tests.walks.world import World

PRESSES: dict[str, Callable[[World], Press]] = {
    "people.pass_check": On(
        World.unchecked,
        lambda w, row, at: people.pass_check(
            person=row, document="citizen", last_six=w.number(), actor=w.actor("clerk"), at=at
        ),
    ),
    "people.fail_check": On(
        World.unchecked,
        lambda w, row, at: people.fail_check(person=row, reason="看不清", actor=w.actor("clerk"), at=at),
    ),
    "people.decide_claim": On(
        World.claim,
        lambda w, row, at: people.decide_claim(
            claim=row, granted=True, answer="", last_six=w.number(), actor=w.actor("clerk"), at=at
        ),
    ),
    "people.confirm_claim": On(
        World.seen_claim, lambda w, row, at: people.confirm_claim(claim=row, actor=w.actor("county"), at=at)
    ),
    "people.decide_claim no": On(
        World.claim,
        lambda w, row, at: people.decide_claim(
            claim=row, granted=False, answer="不是本人", actor=w.actor("clerk"), at=at
        ),
    ),
    "people.agree_as_guardian": On(
        lambda w: w.guardianship(agreed_at=None, guardian_account_id=None),
        lambda w, row, at: people.agree_as_guardian(guardianship=row, actor=w.actor("guardian"), at=at),
    ),
    "people.agree_again": On(
        lambda w: w.guardianship(withdrawn_at=w.at),
        lambda w, row, at: people.agree_again(guardianship=row, actor=w.actor("guardian"), at=at),
    ),
    "people.decline_as_guardian": On(
        lambda w: w.guardianship(agreed_at=None, guardian_account_id=None),
        lambda w, row, at: people.decline_as_guardian(guardianship=row, actor=w.actor("guardian"), at=at),
    ),
    "people.not_the_guardian": On(
        lambda w: w.guardianship(agreed_at=None, guardian_account_id=None),
        lambda w, row, at: people.not_the_guardian(guardianship=row, actor=w.actor("guardian"), at=at),
    ),
    "people.reconsider_as_guardian": On(
        lambda w: w.guardianship(agreed_at=None, declined_at=w.at, closed_why="no"),
        lambda w, row, at: people.reconsider_as_guardian(guardianship=row, actor=w.actor("guardian"), at=at),
    ),
    "people.withdraw_as_guardian": On(
        World.guardianship,
        lambda w, row, at: people.withdraw_as_guardian(guardianship=row, actor=w.actor("guardian"), at=at),
    ),
    "people.decide_between_guardians": On(
        lambda w: w.guardianship(waits_since=w.at),
        lambda w, row, at: people.decide_between_guardians(
            guardianship=row, document="法院民事调解书", why="判决", actor=w.actor("county"), at=at
        ),
    ),
    "people.decide_unproven": On(
        lambda w: w.guardianship(waits_since=w.at),
        lambda w, row, at: people.decide_unproven(
            guardianship=row, document="聊天记录截屏", actor=w.actor("county"), at=at
        ),
    ),
    "people.end_guardianship": On(
        World.guardianship,
        lambda w, row, at: people.end_guardianship(
            guardianship=row, end=End(w.at.date(), "changed", "法院民事判决书"), actor=w.actor("county"), at=at
        ),
    ),
    "people.lift_end": On(
        lambda w: w.guardianship(
            withdrawn_at=w.at, ended_at=w.at, ended_on=w.at.date(), ended_by_id=1, ended_document="法院民事判决书"
        ),
        lambda w, row, at: people.lift_end(guardianship=row, document="法院民事裁定书", actor=w.actor("county"), at=at),
    ),
    "people.give_file_leave": On(
        World.file_leave,
        lambda w, row, at: people.give_file_leave(leave_id=row.pk, actor=w.actor("city"), at=at),
    ),
    "people.refuse_file_leave": On(
        World.file_leave,
        lambda w, row, at: people.refuse_file_leave(leave_id=row.pk, why="不清楚", actor=w.actor("city"), at=at),
    ),
    "people.end_file_leave": On(
        World.file_leave,
        lambda w, row, at: people.end_file_leave(leave_id=row.pk, actor=w.actor("county"), at=at),
    ),
    "people.give_minor_leave": On(
        World.minor_leave,
        lambda w, row, at: people.give_minor_leave(leave_id=row.pk, actor=w.actor("city"), at=at),
    ),
    "people.refuse_minor_leave": On(
        World.minor_leave,
        lambda w, row, at: people.refuse_minor_leave(leave_id=row.pk, why="不清楚", actor=w.actor("city"), at=at),
    ),
    "people.end_minor_leave": On(
        World.minor_leave,
        lambda w, row, at: people.end_minor_leave(leave_id=row.pk, actor=w.actor("county"), at=at),
    ),
    "people.agree_to_number": On(
        World.unasked,
        lambda w, row, at: people.agree_to_number(
            person=row, actor=Actor(account_id=row.account_id, person_id=row.pk), at=at
        ),
    ),
    "people.withdraw_consent": On(
        lambda w: w.person,
        lambda w, row, at: people.withdraw_consent(
            person=row, purpose="volunteer_service", actor=w.actor("volunteer"), at=at
        ),
    ),
    "people.withdraw_on_site": On(
        lambda w: w.person,
        lambda w, row, at: people.withdraw_on_site(person=row, actor=w.actor("clerk"), at=at),
    ),
    "people.answer_spot_check": On(
        World.spot_check,
        lambda w, row, at: people.answer_spot_check(
            check=row, outcome="false", way="phone", words="本人说没有注册过", actor=w.actor("county"), at=at
        ),
    ),
    "people.confirm_finding": On(
        lambda w: w.doubt(proposed="untrue"),
        lambda w, row, at: people.confirm_finding(doubt=row, finding="untrue", actor=w.actor("city"), at=at),
    ),
    "people.confirm_finding right": On(
        lambda w: w.doubt(proposed="right"),
        lambda w, row, at: people.confirm_finding(doubt=row, finding="right", actor=w.actor("city"), at=at),
    ),
    "people.send_back_finding": On(
        lambda w: w.doubt(proposed="untrue"),
        lambda w, row, at: people.send_back_finding(doubt=row, words="再去问问", actor=w.actor("city"), at=at),
    ),
    "people.take_up": On(
        lambda w: w.merge(proposed=False),
        lambda w, row, at: people.take_up(merge=row, actor=w.actor("county"), at=at),
    ),
    "people.confirm_merge": On(
        World.merge,
        lambda w, row, at: people.confirm_merge(merge=row, actor=w.actor("county"), at=at),
    ),
    "people.end_merge": On(
        World.merge,
        lambda w, row, at: people.end_merge(merge=row, words="不是一个人", actor=w.actor("county"), at=at),
    ),
    "people.say_no": On(
        World.merge,
        lambda w, row, at: people.say_no(merge=row, actor=w.actor("volunteer"), at=at),
    ),
    "people.undo_merge": On(
        World.merged,
        lambda w, row, at: people.undo_merge(
            merge_id=row.pk, said={}, chosen={}, words="弄错了", actor=w.actor("city"), at=at
        ),
    ),
    "people.stop_asking": On(
        World.cleaning,
        lambda w, row, at: people.stop_asking(area=row.area, actor=w.actor("county"), at=at),
    ),
    "people.revoke_card": On(
        lambda w: people.issue_card(person=w.person, actor=w.actor("clerk"), at=w.at).person,
        lambda w, row, at: people.revoke_card(person=row, reason="丢了", actor=w.actor("clerk"), at=at),
    ),
}
