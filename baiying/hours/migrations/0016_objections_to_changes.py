"""Whether an objection was filed while a change of the record waited; of those that are open now, asked of the rows."""

from django.db import migrations, models

FILL = """
  UPDATE hours_objection o SET to_change = true
   WHERE o.answered_at IS NULL AND o.withdrawn_at IS NULL AND EXISTS (
     SELECT FROM hours_proposal p
      WHERE p.attendance_id = o.attendance_id AND p.part IN ('correction', 'reversal')
        AND p.decided_by_id IS NULL AND p.proposed_at <= o.filed_at)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("hours", "0015_what_stood"),
    ]

    operations = [
        migrations.AddField(
            model_name="objection",
            name="to_change",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
