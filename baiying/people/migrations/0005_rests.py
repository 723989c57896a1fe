from django.db import migrations, models

# Whose consent was withdrawn before the column came; the trigger (sql/note_rest.sql) keeps it from then on.
_THOSE_WHO_WITHDREW = """
UPDATE people_person p SET rests_since = said.since
  FROM (SELECT person_id, max(withdrawn_at) AS since FROM people_consent
         WHERE purpose = 'volunteer_service' GROUP BY person_id HAVING bool_and(withdrawn_at IS NOT NULL)) said
 WHERE p.id = said.person_id
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_longer_names")]

    operations = [
        migrations.AddField(model_name="person", name="rests_since", field=models.DateTimeField(null=True)),
        migrations.RunSQL(_THOSE_WHO_WITHDREW, migrations.RunSQL.noop),
    ]
