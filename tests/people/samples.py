"""One row of everything in this room, so that every address can be tried by everybody."""

from baiying.demo import builders
from baiying.kit import sealed
from baiying.people.models import Claim, Dormancy, Doubt, Guardianship, Merge, MinorLeave, SpotCheck
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    volunteer, minor = stage.volunteer, stage.cast["minor"].person
    claim = Claim(
        person=volunteer, claimed_name="某人", phone_mask="199****0000", filed_at=builders.NOW,
        area=stage.city.villages[0],
    )  # fmt: skip
    # Whoever opens a page while the claim waits is asked whether it is the own number.
    claim.phone_sealed = sealed.seal("19900000000", at=sealed.Place.of(claim, "phone_sealed"))
    claim.save()
    check = SpotCheck.objects.create(
        person=volunteer, registered_by_id=stage.cast["clerk"].account.pk, drawn_at=builders.NOW,
        due_on=builders.NOW.date(),
    )  # fmt: skip
    doubt = Doubt.objects.create(
        person=volunteer, registration=builders.registration_of(volunteer), check_row=check, why="spot", words="没去过",
        opened_at=builders.NOW, opened_by_id=stage.cast["county"].account.pk, due_on=builders.NOW.date(),
    )  # fmt: skip
    twin = builders.person(residence=stage.city.villages[0], account=builders.account())
    merge = Merge.objects.create(
        survivor=volunteer, loser=twin, area=stage.city.villages[0], proof="documents", asked_at=builders.NOW,
        asked_by_id=stage.cast["clerk"].account.pk, proposed_at=builders.NOW,
        proposed_by_id=stage.cast["clerk"].account.pk, due_on=builders.NOW.date(),
    )  # fmt: skip
    leave = MinorLeave.objects.create(
        person=minor, words="受伤要联系家人", asked_at=builders.NOW, asked_by_id=stage.cast["county"].account.pk
    )  # fmt: skip
    dormancy = Dormancy.objects.create(
        person=builders.person(residence=stage.city.villages[0]), found_at=builders.NOW,
        last_act_on=builders.LONG_AGO.date(), asked_at=builders.NOW, unreached_at=builders.NOW,
    )  # fmt: skip
    return {
        "dormancy_pid": dormancy.public_id,
        "leave_pid": leave.public_id,
        "merge_pid": merge.public_id,
        "doubt_pid": doubt.public_id,
        "check_pid": check.public_id,
        "person_pid": volunteer.public_id,
        "registration_pid": builders.registration_of(volunteer).public_id,
        "guardianship_pid": Guardianship.objects.get(ward=minor).public_id,
        "claim_pid": claim.public_id,
        "card_code": builders.card(volunteer).code,
        "purpose": "volunteer_service",
    }
