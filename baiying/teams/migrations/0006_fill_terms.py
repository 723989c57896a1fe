"""What teams are found by, for those that were there before."""

from typing import Any

from django.db import migrations

from baiying.kit.values import finding


def fill(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("teams", "Team").objects.using(schema_editor.connection.alias)
    for row in rows.filter(terms=[]).order_by("pk").iterator(chunk_size=1000):
        row.terms = finding.terms(row.name)
        row.save(update_fields=["terms"])


class Migration(migrations.Migration):
    dependencies = [("teams", "0005_terms")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
