from django.db import migrations

# Posts of rescues to come that were open to minors (Emergency Response Law art. 39). What is over stays as it was.
RAISE = """
  UPDATE activities_post p SET min_age = 18 FROM activities_activity a
   WHERE a.id = p.activity_id AND a.categories && ARRAY['emergency', 'fire']::varchar[]
     AND coalesce(p.min_age, 0) < 18 AND a.ends_on >= current_date
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0006_lines_and_series")]

    operations = [migrations.RunSQL(RAISE, migrations.RunSQL.noop)]
