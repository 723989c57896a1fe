"""One row of everything in this room, so that every address can be tried by everybody."""

from datetime import timedelta

from baiying.accounts import actions as accounts
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.unified.models import Purpose, Visit
from tests.walks.doors import Stage

ISSUER = "https://id.province.example"


def samples(stage: Stage) -> dict[str, str]:
    volunteer, at = stage.cast["volunteer"].account, clock.now() - timedelta(days=1)
    tied = accounts.tie(
        account_id=volunteer.pk, issuer=ISSUER, subject="subject-1", mask="王* …ct-1", actor=Actor(), at=at
    )
    visit = Visit.objects.create(
        provider="sheng", issuer=ISSUER, purpose=Purpose.TIE, account=volunteer, holder_hash=b"x", state_hash=b"y",
        sealed=b"z", began_at=at,
    )  # fmt: skip
    return {"identity_pid": tied.public_id, "visit_pid": visit.public_id, "provider_key": "sheng"}
