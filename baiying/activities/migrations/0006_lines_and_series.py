"""The line of who waits without numbers, the county in the large tables, and repetitions as rows of their own.

The order of a line was that of its numbers, given under the shift's lock together with the rows' ids: it stays the same
by the ids. How many wait is counted from now on.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import baiying.kit.db.fields

COUNTIES = """
UPDATE activities_shift sh SET county_id = county.id
  FROM activities_activity a
  JOIN places_division area ON area.id = a.area_id
  JOIN places_division county ON county.id = ANY (area.path) AND county.level = 'county'
 WHERE a.id = sh.activity_id;
UPDATE activities_signup su SET county_id = sh.county_id FROM activities_shift sh
 WHERE sh.id = su.shift_id AND sh.county_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0005_no_clear_contacts"),
        ("people", "0002_catalogues"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    baiying.kit.db.fields.PublicIdField(
                        default=baiying.kit.db.fields.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None),
                ),
                ("interval_weeks", models.PositiveSmallIntegerField(default=1)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("starts_time", models.TimeField()),
                ("ends_time", models.TimeField()),
                ("places", models.PositiveSmallIntegerField()),
                ("break_minutes", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("created_by_id", models.BigIntegerField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="signup",
            name="activities_waiting_has_number",
        ),
        migrations.RemoveIndex(
            model_name="signup",
            name="activities_waiting",
        ),
        migrations.RemoveField(
            model_name="shift",
            name="last_wait_no",
        ),
        migrations.RemoveField(
            model_name="shift",
            name="waiting",
        ),
        migrations.RemoveField(
            model_name="signup",
            name="wait_no",
        ),
        migrations.AddField(
            model_name="shift",
            name="county_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="shift",
            name="place_in_series",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="signup",
            name="county_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(
                condition=models.Q(("state", "waitlisted")), fields=["shift", "id"], name="activities_waiting"
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="series", to="activities.post"
            ),
        ),
        migrations.AddField(
            model_name="shift",
            name="series",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="shifts", to="activities.series"
            ),
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(fields=["ends_at"], name="activities_shift_end"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(fields=("series", "place_in_series"), name="activities_once_in_series"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place_in_series__isnull", True), ("series__isnull", True)),
                    models.Q(("place_in_series__isnull", False), ("series__isnull", False)),
                    _connector="OR",
                ),
                name="activities_series_with_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_on__lte", models.F("until_on"))), name="activities_series_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("places__gte", 1)), name="activities_series_has_places"
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("interval_weeks__gte", 1)), name="activities_series_interval"
            ),
        ),
        # Deferred checks of what was just changed would keep the tables from being altered further.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(COUNTIES, migrations.RunSQL.noop),
    ]
