"""When an office last decided for a consent, kept though the consent waits anew; filled from columns, spans and audit."""

from django.db import migrations, models

# Carried by the decision now: in force since it.
_NOW = """
UPDATE people_guardianship SET settled_at = in_force_at WHERE settled_by_id IS NOT NULL;
"""

# Decided once, and waiting anew: in force from the instant of a decision about the child, as the audit says.
_BEFORE_IT_WAITED = """
UPDATE people_guardianship g SET settled_at = decided.at FROM (
    SELECT span.guardianship_id AS id, max(span.from_at) AS at
      FROM people_consentspan span
      JOIN people_guardianship of ON of.id = span.guardianship_id
      JOIN kit_auditevent e ON e.action = 'GuardiansSettled' AND e.at = span.from_at
       AND e.subject_type = 'person' AND e.subject_id = of.ward_id
     GROUP BY span.guardianship_id) decided
 WHERE decided.id = g.id AND g.settled_at IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0020_asked_for_a_home"),
    ]

    operations = [
        migrations.AddField(
            model_name="guardianship",
            name="settled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(_NOW + _BEFORE_IT_WAITED, migrations.RunSQL.noop),
    ]
