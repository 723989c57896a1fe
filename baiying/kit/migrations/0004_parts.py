"""The audit by month, dated by the database, with proofs and seals. Every row is kept."""

import django.contrib.postgres.fields
from django.db import migrations, models

import baiying.kit.db.fields
from baiying.kit.db import functions, guards, repartition

AFTER = (
    """
    ALTER TABLE kit_auditevent ADD CONSTRAINT kit_auditevent_pkey PRIMARY KEY (at, id);
    CREATE INDEX kit_audit_subject ON kit_auditevent (subject_type, subject_id, id);
    CREATE INDEX kit_audit_account ON kit_auditevent (account_id, id);
    CREATE INDEX kit_audit_person ON kit_auditevent (person_id, id) WHERE person_id IS NOT NULL;
    CREATE INDEX kit_audit_action ON kit_auditevent (action, id);
    """
    + repartition.dated_by_the_database("kit_auditevent", "at")
    + repartition.guards("kit_auditevent")
)

PROOFS = """
    CREATE TABLE kit_auditproof (at timestamptz NOT NULL, id bigint NOT NULL, seal bigint NOT NULL,
      proof bytea NOT NULL, CONSTRAINT kit_auditproof_pkey PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
    CREATE INDEX kit_auditproof_seal ON kit_auditproof (seal);
    CREATE TABLE kit_auditproof_other PARTITION OF kit_auditproof DEFAULT;
""" + repartition.guards("kit_auditproof")

STATE = [
    migrations.AlterField(
        "auditevent",
        "id",
        models.BigIntegerField(db_default=baiying.kit.db.fields.FromSequence("kit_auditevent_id_seq")),
    ),
    migrations.AddField(
        "auditevent",
        "pk",
        models.CompositePrimaryKey("at", "id", blank=True, editable=False, primary_key=True, serialize=False),
    ),
    migrations.AddField("auditevent", "county_id", models.BigIntegerField(null=True)),
    migrations.AddIndex(
        "auditevent",
        models.Index(fields=["person_id", "id"], name="kit_audit_person", condition=models.Q(person_id__isnull=False)),
    ),
    migrations.AddIndex("auditevent", models.Index(fields=["action", "id"], name="kit_audit_action")),
    migrations.CreateModel(
        name="AuditProof",
        fields=[
            (
                "pk",
                models.CompositePrimaryKey("at", "id", blank=True, editable=False, primary_key=True, serialize=False),
            ),
            ("at", models.DateTimeField()),
            ("id", models.BigIntegerField()),
            ("seal", models.BigIntegerField(db_index=True)),
            ("proof", models.BinaryField()),
        ],
    ),
]


class Migration(migrations.Migration):
    dependencies = [("kit", "0003_via")]

    operations = [
        migrations.RunSQL(functions.text("kit_may_backdate"), migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                repartition.into_parts(
                    "kit_auditevent",
                    repartition.Cut("at", "month", 12),
                    added=f"ADD COLUMN county_id bigint, {repartition.RECORDED}",
                    # Nobody knows any more when the rows from before were written: as they say of themselves.
                    filled={"recorded_at": "o.at"},
                    sums=("id", "extract(epoch FROM at)", "length(detail::text)"),
                    after=AFTER,
                ),
                migrations.RunSQL(PROOFS, migrations.RunSQL.noop),
            ],
            state_operations=STATE,
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("log", models.CharField(max_length=16)),
                ("number", models.BigIntegerField()),
                ("rows", models.IntegerField()),
                ("ids", django.contrib.postgres.fields.ArrayField(models.BigIntegerField(), size=None)),
                ("shape", django.contrib.postgres.fields.ArrayField(models.CharField(max_length=63), size=None)),
                ("previous", models.BinaryField()),
                ("digest", models.BinaryField()),
                ("key_mark", models.BinaryField()),
                ("complete", models.BooleanField()),
                ("horizon", models.BigIntegerField()),
                ("cluster", models.BigIntegerField()),
                ("sealed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Archive",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=63)),
                ("part", models.CharField(max_length=63)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("rows", models.BigIntegerField()),
                ("file", models.CharField(max_length=200)),
                ("digest", models.BinaryField()),
                ("mark", models.BinaryField()),
                ("is_back", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        guards.append_only("kit_seal"),
        guards.append_only("kit_archive"),
    ]
