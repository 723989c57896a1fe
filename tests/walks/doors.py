"""One row of everything, in the first county, so that every address can be tried by everybody."""

from datetime import date

from baiying.activities.models import PlanDraft
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.people.models import Claim, Guardianship
from baiying.places.models import DivisionImport, RuleSet
from baiying.teams import queries as teams


def samples(city: builders.SmallCity, cast: dict[str, Member]) -> dict[str, str]:
    """A value for every name in an address; all of them belong to the first county."""
    volunteer, leader = cast["volunteer"], cast["leader"]
    assert volunteer.person is not None
    assert leader.team is not None
    activity = builders.activity(leader.team, leader.account)
    shift = builders.shift(activity)
    signup = builders.signup(shift, volunteer.person)
    attendance = builders.attendance(shift, volunteer.person)
    proposal = builders.proposal(attendance, leader=leader.account)
    entry = builders.entry(volunteer.person)
    objection = builders.objection(volunteer.person)
    membership = teams.members_of(leader.team.pk).get(person_id=volunteer.person.pk)
    office = teams.offices_of(leader.account.pk, builders.NOW)[0]
    appointment = cast["clerk"].appointment
    assert appointment is not None
    minor = cast["minor"].person
    assert minor is not None
    claim = Claim.objects.create(
        person=volunteer.person, claimed_name="某人", phone_sealed=b"x", phone_mask="199****0000",
        filed_at=builders.NOW, area=city.villages[0],
    )  # fmt: skip
    rule = RuleSet.objects.create(
        kind="hours", area=city.counties[0], valid_from=date(2026, 1, 1), source="试", entered_at=builders.NOW
    )
    upload = DivisionImport.objects.create(file_name="表.csv", sha256="0", as_of=date(2026, 1, 1))
    draft = PlanDraft.objects.create(account=leader.account, team=leader.team, changed_at=builders.NOW)
    return {
        "site_pid": city.site.public_id,
        "guardianship_pid": Guardianship.objects.get(ward=minor).public_id,
        "claim_pid": claim.public_id,
        "rule_pid": rule.public_id,
        "import_pid": upload.public_id,
        "draft_pid": draft.public_id,
        "kind": "hours",
        "purpose": "volunteer_service",
        "division_pid": city.villages[0].public_id,
        "account_pid": volunteer.account.public_id,
        "appointment_pid": appointment.public_id,
        "person_pid": volunteer.person.public_id,
        "registration_pid": builders.registration_of(volunteer.person).public_id,
        "card_code": builders.card(volunteer.person).code,
        "team_pid": leader.team.public_id,
        "body_pid": leader.team.body.public_id,
        "membership_pid": membership.public_id,
        "office_pid": office.public_id,
        "activity_pid": activity.public_id,
        "shift_pid": shift.public_id,
        "post_pid": shift.post.public_id,
        "signup_pid": signup.public_id,
        "attendance_pid": attendance.public_id,
        "proposal_pid": proposal.public_id,
        "entry_pid": entry.public_id,
        "objection_pid": objection.public_id,
        "token": "abcdefghijklmnop",
        "code": "registration_rate",
        "name": "volunteer",
        "year": "2026",
    }
