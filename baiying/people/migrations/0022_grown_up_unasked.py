"""Who came of age while no consent to the ID number stood is asked about it alone; until then nothing counts."""

from django.db import migrations

# Only who registered with a guardian: everybody else was asked when registering. What was counted so far stays.
_UNASKED = """
CREATE TEMPORARY TABLE people_grown_unasked ON COMMIT DROP AS
  SELECT r.id FROM people_registration r
   WHERE r.ended_at IS NULL AND NOT r.needs_guardian AND r.number_waits_since IS NULL
     AND EXISTS (SELECT 1 FROM people_guardianship g WHERE g.ward_id = r.person_id AND g.asked_at >= r.registered_at)
     AND NOT EXISTS (
       SELECT 1 FROM people_consent c
        WHERE c.person_id = r.person_id AND c.purpose = 'id_number' AND c.withdrawn_at IS NULL);
UPDATE people_counting SET to_at = greatest(now(), from_at), end_why = 'number_waits'
 WHERE to_at IS NULL AND registration_id IN (SELECT id FROM people_grown_unasked);
SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;
-- Without the table's triggers, as in 0019: functions are installed anew at the end.
ALTER TABLE people_registration DISABLE TRIGGER USER;
UPDATE people_registration SET number_waits_since = now() WHERE id IN (SELECT id FROM people_grown_unasked);
ALTER TABLE people_registration ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0021_settled_at"),
    ]

    operations = [
        migrations.RunSQL(_UNASKED, migrations.RunSQL.noop),
    ]
