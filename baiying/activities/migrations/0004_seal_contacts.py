import json
from collections.abc import Callable
from typing import Any

from django.db import migrations, transaction

from baiying.kit import sealed

_PIECE = 1000


def _seal(apps: Any, schema_editor: Any, model: str, source: str, target: str, text: Callable[[Any], str]) -> None:
    """Piece by piece, each committed: what was sealed before this was broken off is not done again."""
    rows = apps.get_model("activities", model).objects.using(schema_editor.connection.alias)
    table = f"activities_{model}"
    while True:
        with transaction.atomic(using=schema_editor.connection.alias):
            piece = list(rows.filter(**{f"{target}__isnull": True}).order_by("pk")[:_PIECE])
            for row in piece:
                setattr(
                    row, target, sealed.seal(text(getattr(row, source)), at=sealed.Place(table, row.public_id, target))
                )
            rows.bulk_update(piece, [target])
        if not piece:
            return


def seal_contacts(apps: Any, schema_editor: Any) -> None:
    _seal(apps, schema_editor, "activity", "contact_phone", "contact_phone_sealed", str)
    _seal(apps, schema_editor, "plandraft", "content", "content_sealed", json.dumps)


class Migration(migrations.Migration):
    # Each piece is a transaction of its own.
    atomic = False
    dependencies = [("activities", "0003_sealed_contacts")]

    operations = [migrations.RunPython(seal_contacts)]
