from django.db import migrations

from baiying.kit.db import guards


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("kit", "0002_guards")]

    operations = [
        guards.append_only("places_sitestatechange"),
        guards.append_only("places_population"),
        guards.append_only("places_ruleset"),
    ]
