"""Moves belong to the people room; registrations are marked by their countings, moves by their rows."""

from django.db import migrations, models

MOVES = """
INSERT INTO people_move (person_id, residence_id, service_area_id, moved_at)
  SELECT m.person_id, m.old_residence_id, p.service_area_id, m.moved_at
  FROM figures_move m JOIN people_person p ON p.id = m.person_id ORDER BY m.id;
UPDATE people_person p SET areas_since = m.moved_at
  FROM (SELECT person_id, max(moved_at) AS moved_at FROM people_move GROUP BY 1) m WHERE m.person_id = p.id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
DROP TRIGGER IF EXISTS figures_mark_moved ON people_person;
DROP TRIGGER IF EXISTS figures_mark_registered ON people_registration;
DROP TRIGGER IF EXISTS figures_mark_reregistered ON people_registration;
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0003_front_row"), ("people", "0003_countings_and_moves")]

    operations = [
        migrations.RunSQL(MOVES, migrations.RunSQL.noop),
        migrations.DeleteModel(name="Move"),
        migrations.AddField(model_name="areayear", name="parent_id", field=models.BigIntegerField(null=True)),
        migrations.AddIndex(
            model_name="areayear",
            index=models.Index(fields=["parent_id", "year"], name="figures_area_year_below"),
        ),
        # What was counted by the old definition is rebuilt by the worker's next turn.
        migrations.RunSQL("UPDATE figures_rollup SET opened_year = 0", migrations.RunSQL.noop),
    ]
