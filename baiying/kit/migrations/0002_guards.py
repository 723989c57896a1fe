from django.db import migrations

from baiying.kit.db import functions, guards


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial")]

    operations = [
        migrations.RunSQL(functions.text("kit_refuse_change"), "DROP FUNCTION kit_refuse_change()"),
        guards.append_only("kit_auditevent"),
    ]
