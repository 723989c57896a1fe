"""The ledger by year: every line is kept; sources stand in a table of their own; proofs for the chain.

What a line froze stays as it was, with one exception: the band "0-17" is told apart by the law's ages (8, 14, 16)
where the person's date of birth says that the band was right, so that old years can be counted like new ones. This is
done once, before the first seal. A line of a person whose birth date was corrected later keeps "0-17".
"""

from django.db import migrations, models

from baiying.kit.db import fields, functions, guards, repartition

KEY = models.CompositePrimaryKey("served_on", "id", blank=True, editable=False, primary_key=True, serialize=False)
COLUMNS = ("post_id", "project_id", "order_id", "callout_id", "batch_id", "counting_id", "county_id")

AFTER = (
    """
    ALTER TABLE hours_hourentry ADD CONSTRAINT hours_hourentry_pkey PRIMARY KEY (served_on, id);
    ALTER TABLE hours_hourentry ADD CONSTRAINT hours_entry_public_id UNIQUE (public_id, served_on);
    CREATE INDEX hours_entry_person ON hours_hourentry (person_id, served_on);
    CREATE INDEX hours_entry_attendance ON hours_hourentry (attendance_id);
    CREATE INDEX hours_entry_residence ON hours_hourentry (residence_id, served_on);
    CREATE INDEX hours_entry_team ON hours_hourentry (team_id, served_on);
    CREATE INDEX hours_entry_county ON hours_hourentry (county_id, served_on);
    INSERT INTO hours_entrysource (unique_source, served_on, entry_id)
      SELECT unique_source, served_on, id FROM hours_hourentry;
    """
    + repartition.dated_by_the_database("hours_hourentry", "posted_at")
    + repartition.guards("hours_hourentry")
)

PROOFS = """
    CREATE TABLE hours_entryproof (served_on date NOT NULL, id bigint NOT NULL, seal bigint NOT NULL,
      proof bytea NOT NULL, CONSTRAINT hours_entryproof_pkey PRIMARY KEY (served_on, id)) PARTITION BY RANGE (served_on);
    CREATE INDEX hours_entryproof_seal ON hours_entryproof (seal);
    CREATE TABLE hours_entryproof_other PARTITION OF hours_entryproof DEFAULT;
""" + repartition.guards("hours_entryproof")

BAND = """
    CASE WHEN o.age_band <> '0-17' OR birth.age IS NULL OR birth.age > 17 THEN o.age_band
         WHEN birth.age < 8 THEN '0-7' WHEN birth.age < 14 THEN '8-13' WHEN birth.age < 16 THEN '14-15'
         ELSE '16-17' END
"""
JOINED = """
    LEFT JOIN LATERAL (SELECT extract(year FROM age(o.served_on, p.birth_date))::int AS age FROM people_person p
                        WHERE p.id = o.person_id) birth ON true
    LEFT JOIN LATERAL (SELECT c.id FROM places_division d JOIN places_division c ON c.id = ANY (d.path)
                        WHERE d.id = o.area_id AND c.level = 'county' LIMIT 1) county ON true
    LEFT JOIN activities_shift shift ON shift.id = o.shift_id
"""

STATE = [
    migrations.AlterField(
        "hourentry", "id", models.BigIntegerField(db_default=fields.FromSequence("hours_hourentry_id_seq"))
    ),
    *(migrations.AddField("hourentry", name, models.BigIntegerField(null=True)) for name in COLUMNS),
    migrations.RemoveConstraint("hourentry", "hours_entry_source_once"),
    migrations.AddConstraint(
        "hourentry", models.UniqueConstraint(fields=("public_id", "served_on"), name="hours_entry_public_id")
    ),
    migrations.AddIndex("hourentry", models.Index(fields=["county_id", "served_on"], name="hours_entry_county")),
    migrations.CreateModel(
        name="EntryProof",
        fields=[
            ("pk", KEY),
            ("served_on", models.DateField()),
            ("id", models.BigIntegerField()),
            ("seal", models.BigIntegerField(db_index=True)),
            ("proof", models.BinaryField()),
        ],
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("hours", "0002_guards"),
        ("kit", "0004_parts"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
        ("activities", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntrySource",
            fields=[
                ("unique_source", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("served_on", models.DateField()),
                ("entry_id", models.BigIntegerField()),
            ],
        ),
        guards.append_only("hours_entrysource"),
        migrations.RunSQL(functions.text("kit_may_backdate"), migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                repartition.into_parts(
                    "hours_hourentry",
                    repartition.Cut("served_on", "year", 1),
                    added=", ".join([*(f"ADD COLUMN {name} bigint" for name in COLUMNS), repartition.RECORDED]),
                    filled={
                        "recorded_at": "o.posted_at",
                        "age_band": BAND,
                        "county_id": "county.id",
                        "post_id": "shift.post_id",
                    },
                    joined=JOINED,
                    sums=("id", "minutes", "person_id", "area_id", "extract(epoch FROM posted_at)"),
                    after=AFTER,
                ),
                migrations.RunSQL(PROOFS, migrations.RunSQL.noop),
            ],
            state_operations=STATE,
        ),
    ]
