"""Counting as rows from-to, moves as rows, one open guardian request; filled from what was there."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import baiying.people.models
from baiying.kit.db import guards

# What ended is told by the end of its registration.
COUNTINGS = """
INSERT INTO people_counting (person_id, registration_id, from_at, to_at, why, end_why)
  SELECT person_id, id, counted_from, ended_at, 'ready',
         CASE WHEN ended_at IS NULL THEN '' ELSE 'registration_ended' END
  FROM people_registration WHERE counted_from IS NOT NULL AND (ended_at IS NULL OR ended_at > counted_from);
"""

# Until now a guardian who withdrew took the past away as well: it is given back from the guardianships.
TAKEN_BACK = """
INSERT INTO people_counting (person_id, registration_id, from_at, to_at, why, end_why)
  SELECT r.person_id, r.id, greatest(r.verified_at, g.agreed_at), g.withdrawn_at, 'ready', 'guardian_withdrew'
  FROM people_registration r
  JOIN people_guardianship g ON g.ward_id = r.person_id AND g.asked_at >= r.registered_at
  WHERE r.verified_at IS NOT NULL AND g.agreed_at IS NOT NULL
    AND g.withdrawn_at > greatest(r.verified_at, g.agreed_at)
    AND g.withdrawn_at <= coalesce(r.counted_from, r.ended_at, 'infinity')
  ORDER BY g.id
  ON CONFLICT DO NOTHING;
"""

# The newest open request of a ward stays open.
REQUESTS = """
UPDATE people_guardianship g SET declined_at = newer.asked_at
  FROM people_guardianship newer
  WHERE newer.ward_id = g.ward_id AND newer.id > g.id
    AND g.agreed_at IS NULL AND g.declined_at IS NULL AND g.withdrawn_at IS NULL
    AND newer.agreed_at IS NULL AND newer.declined_at IS NULL AND newer.withdrawn_at IS NULL;
"""

NOW = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_catalogues"),
        ("places", "0002_guards"),
        ("kit", "0002_guards"),
    ]

    operations = [
        migrations.RunSQL(REQUESTS + NOW, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Counting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(null=True)),
                ("why", models.CharField(max_length=24)),
                ("end_why", models.CharField(blank=True, default="", max_length=24)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="countings", to="people.person"
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="countings", to="people.registration"
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        name="people_counted_once_at_a_time",
                        expressions=[
                            (
                                models.Func(
                                    models.F("person_id"),
                                    models.F("person_id"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (baiying.people.models.InstantRange(models.F("from_at"), models.F("to_at")), "&&"),
                        ],
                    ),
                    models.CheckConstraint(
                        name="people_counting_ends_after_it_began",
                        condition=models.Q(("end_why", ""), ("to_at__isnull", True))
                        | (models.Q(("to_at__gte", models.F("from_at"))) & models.Q(("end_why", ""), _negated=True)),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("moved_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="people.person"
                    ),
                ),
                (
                    "residence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.division"
                    ),
                ),
                (
                    "service_area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.division"
                    ),
                ),
            ],
        ),
        guards.append_only("people_move"),
        migrations.RunSQL(COUNTINGS + TAKEN_BACK + NOW, migrations.RunSQL.noop),
        migrations.AddField(model_name="person", name="areas_since", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True), ("needs_guardian", True)),
                fields=["person"],
                name="people_under_age",
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianship",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("agreed_at__isnull", True), ("declined_at__isnull", True), ("withdrawn_at__isnull", True)
                ),
                fields=("ward",),
                name="people_one_open_guardian_request",
            ),
        ),
        migrations.RemoveConstraint(model_name="registration", name="people_counted_only_if_verified"),
        # The triggers of figures that read this column are dropped by its own migration and come back on Counting.
        migrations.RemoveField(model_name="registration", name="counted_from"),
    ]
