from django.db import migrations

from baiying.kit.db import guards


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial")]

    operations = [
        migrations.RunSQL(guards.REFUSE_FUNCTION, "DROP FUNCTION kit_refuse_change()"),
        guards.append_only("kit_auditevent"),
    ]
