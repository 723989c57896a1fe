"""Holds of ended registrations about which nobody asks any more: the doubt was decided before a hold was lifted there.

Nobody is kept from signing up by a doubt that is over. One found untrue keeps the day since which it was held.
"""

from django.db import migrations

LIFT = """
  UPDATE people_registration r SET held_at = NULL
   WHERE r.held_at IS NOT NULL AND r.ended_at IS NOT NULL AND r.end_reason <> 'found_untrue'
     AND NOT EXISTS (SELECT FROM people_doubt d WHERE d.registration_id = r.id AND d.decided_at IS NULL)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0015_two_guardians"),
    ]

    operations = [
        migrations.RunSQL(LIFT, migrations.RunSQL.noop),
    ]
