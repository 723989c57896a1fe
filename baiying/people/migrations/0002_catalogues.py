"""The service categories of the national table and the usual skills, so that an empty city can begin."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from baiying.people import catalogues


def load(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    category = apps.get_model("people", "ServiceCategory")
    skill = apps.get_model("people", "Skill")
    category.objects.bulk_create(
        category(code=code, name=name, position=place) for place, (code, name) in enumerate(catalogues.CATEGORIES, 1)
    )
    skill.objects.bulk_create(
        skill(code=code, name=name, needs_document=document, position=place)
        for place, (code, name, document) in enumerate(catalogues.SKILLS, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
