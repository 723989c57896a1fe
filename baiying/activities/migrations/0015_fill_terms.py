"""What activities are found by, for those that were there before."""

from typing import Any

from django.db import migrations, transaction

from baiying.activities.rules import searching

_PIECE = 1000


def fill(apps: Any, schema_editor: Any) -> None:
    """Piece by piece, each committed: what was filled before this was broken off is not filled again."""
    alias = schema_editor.connection.alias
    rows = apps.get_model("activities", "Activity").objects.using(alias)
    posts = apps.get_model("activities", "Post").objects.using(alias)
    while True:
        with transaction.atomic(using=alias):
            piece = list(rows.filter(terms=[]).order_by("pk")[:_PIECE])
            texts: dict[int, list[str]] = {row.pk: [row.title, row.address] for row in piece}
            for post in posts.filter(activity_id__in=texts).order_by("pk"):
                texts[post.activity_id] += [post.name, post.duties]
            for row in piece:
                row.terms = searching.terms(texts[row.pk], categories=row.categories, recipients=row.recipients)
            rows.bulk_update(piece, ["terms"])
        # A row in which nothing can be found at all would come for ever.
        if not any(row.terms for row in piece):
            return


class Migration(migrations.Migration):
    # Each piece is a transaction of its own.
    atomic = False
    dependencies = [("activities", "0014_terms")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
