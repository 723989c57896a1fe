from django.db import migrations

# A leader who wrote an age that only minors have meant minors; every other post is for adults until somebody says so.
NAMED = "UPDATE activities_post SET minors_welcome = true WHERE min_age < 18 OR (min_age IS NULL AND max_age < 18)"


class Migration(migrations.Migration):
    dependencies = [("activities", "0010_minors_at_posts")]

    operations = [migrations.RunSQL(NAMED, migrations.RunSQL.noop)]
