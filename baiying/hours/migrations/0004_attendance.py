"""Attendance without a shift, with what a client claims; no time twice, one open objection per record.

Nothing on record is changed: rows that overlap another were legal until now and are marked, so that only what comes
later is held to the rule. Of two open objections about one record the younger keeps its words and its clock, and its
link to the ledger's line, but no longer names the record.
"""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE hours_attendance at SET county_id = c.id
  FROM activities_shift sh
  JOIN activities_activity a ON a.id = sh.activity_id
  JOIN places_division d ON d.id = a.area_id
  JOIN places_division c ON c.id = ANY (d.path) AND c.level = 'county'
 WHERE sh.id = at.shift_id;

UPDATE hours_attendance SET undone_at = coalesce(settled_at, checked_out_at, checked_in_at)
 WHERE reason @> '[{"code": "undone"}]';

UPDATE hours_attendance at SET kept_overlap = true
 WHERE EXISTS (
   SELECT 1 FROM hours_attendance o
    WHERE o.person_id = at.person_id AND o.id < at.id
      AND tstzrange(o.checked_in_at, o.checked_out_at) && tstzrange(at.checked_in_at, at.checked_out_at));

UPDATE hours_objection ob SET attendance_id = NULL, shift_id = NULL
 WHERE ob.answered_at IS NULL AND EXISTS (
   SELECT 1 FROM hours_objection o
    WHERE o.answered_at IS NULL AND o.id < ob.id AND o.person_id = ob.person_id
      AND (o.attendance_id = ob.attendance_id
           OR (o.attendance_id IS NULL AND ob.attendance_id IS NULL AND o.shift_id = ob.shift_id)));
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0002_guards"),
        ("hours", "0003_parts"),
        ("people", "0003_countings_and_moves"),
        ("places", "0002_guards"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="attendance",
            name="hours_attendance_person",
        ),
        migrations.AddField(
            model_name="attendance",
            name="area",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.division"
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="county_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="attendance",
            name="in_claimed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="attendance",
            name="in_received_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="attendance",
            name="kept_overlap",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="attendance",
            name="nonce",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="attendance",
            name="out_claimed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="attendance",
            name="out_received_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="attendance",
            name="undone_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="attendance",
            name="vouched_by_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="attendance",
            name="shift",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="activities.shift"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="attendance",
            index=models.Index(fields=["person", "checked_in_at"], name="hours_attendance_day"),
        ),
        migrations.AddIndex(
            model_name="attendance",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", True)), fields=["checked_in_at"], name="hours_unsettled"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(("shift__isnull", False), ("area__isnull", False), _connector="OR"),
                name="hours_attendance_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("in_claimed_at__isnull", True), ("in_received_at__isnull", False), _connector="OR"),
                    models.Q(("out_claimed_at__isnull", True), ("out_received_at__isnull", False), _connector="OR"),
                ),
                name="hours_claim_was_received",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(fields=("nonce",), name="hours_attendance_once"),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("kept_overlap", False)),
                expressions=[
                    (
                        models.Func(
                            models.F("person_id"), models.F("person_id"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (models.Func(models.F("checked_in_at"), models.F("checked_out_at"), function="tstzrange"), "&&"),
                ],
                name="hours_no_time_twice",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at__isnull", True), ("attendance__isnull", False)),
                fields=("attendance",),
                name="hours_one_open_objection",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at__isnull", True), ("attendance__isnull", True)),
                fields=("person", "shift"),
                name="hours_one_open_objection_of_shift",
            ),
        ),
    ]
