from typing import Any

from django.db import migrations, transaction
from django.db.models import F

from baiying.kit import sealed
from baiying.kit.db.fields import new_public_id

_PIECE = 1000


def move_phones(apps: Any, schema_editor: Any) -> None:
    """Piece by piece, each committed: what was moved before this was broken off is not moved again."""
    alias = schema_editor.connection.alias
    accounts = apps.get_model("accounts", "Account").objects.using(alias)
    identities = apps.get_model("accounts", "Identity").objects.using(alias)
    while True:
        with transaction.atomic(using=alias):
            piece = list(accounts.exclude(identities__kind="phone").order_by("pk")[:_PIECE])
            made = []
            for row in piece:
                public_id = new_public_id()
                old = sealed.Place("accounts_account", row.public_id, "phone_sealed")
                new = sealed.Place("accounts_identity", public_id, "subject_sealed")
                phone = sealed.open_sealed(row.phone_sealed, at=old)
                made.append(
                    identities.model(
                        public_id=public_id,
                        account=row,
                        kind="phone",
                        subject_hash=row.phone_hash,
                        subject_sealed=sealed.seal(phone, at=new),
                        mask=row.phone_mask,
                        since=row.created_at,
                    )
                )
            identities.bulk_create(made)
        if not piece:
            break
    # Who gave no name was shown by the mask.
    accounts.filter(display_name="").update(display_name=F("phone_mask"))


class Migration(migrations.Migration):
    # Each piece is a transaction of its own.
    atomic = False
    dependencies = [("accounts", "0002_identities")]

    operations = [migrations.RunPython(move_phones)]
