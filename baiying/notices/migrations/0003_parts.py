"""Messages by month; what was told already stands in a table of its own. Every message is kept."""

from django.db import migrations, models

from baiying.kit.db import fields, repartition

KEY = models.CompositePrimaryKey("written_at", "id", blank=True, editable=False, primary_key=True, serialize=False)
UNREAD = models.Q(("channel", "inapp"), ("read_at__isnull", True)) & ~models.Q(("inbox", ""))
WAITING = models.Q(("channel", "sms"), ("delivered_at__isnull", True), ("failed_at__isnull", True))

AFTER = """
    ALTER TABLE notices_message ADD CONSTRAINT notices_message_pkey PRIMARY KEY (written_at, id);
    ALTER TABLE notices_message ADD CONSTRAINT notices_message_public_id UNIQUE (public_id, written_at);
    CREATE INDEX notices_inbox ON notices_message (inbox, id DESC) WHERE NOT (inbox = '');
    CREATE INDEX notices_unread ON notices_message (inbox)
      WHERE channel = 'inapp' AND read_at IS NULL AND NOT (inbox = '');
    CREATE INDEX notices_address ON notices_message (address_hash, id DESC) WHERE address_hash IS NOT NULL;
    CREATE INDEX notices_waiting ON notices_message (id)
      WHERE channel = 'sms' AND delivered_at IS NULL AND failed_at IS NULL;
    INSERT INTO notices_messagesource (unique_source, written_at, message_id)
      SELECT unique_source, written_at, id FROM notices_message WHERE unique_source IS NOT NULL;
"""

STATE = [
    migrations.AlterField(
        "message", "id", models.BigIntegerField(db_default=fields.FromSequence("notices_message_id_seq"))
    ),
    migrations.AddField("message", "pk", KEY),
    migrations.AlterField(
        "message",
        "public_id",
        fields.PublicIdField(default=fields.new_public_id, editable=False, max_length=12, unique=False),
    ),
    migrations.AlterField("message", "unique_source", models.CharField(max_length=96, null=True)),
    migrations.AddConstraint(
        "message", models.UniqueConstraint(fields=("public_id", "written_at"), name="notices_message_public_id")
    ),
    migrations.RemoveIndex("message", "notices_address"),
    migrations.AddIndex(
        "message",
        models.Index(
            fields=["address_hash", "-id"], name="notices_address", condition=models.Q(address_hash__isnull=False)
        ),
    ),
    migrations.AddIndex("message", models.Index(fields=["inbox"], name="notices_unread", condition=UNREAD)),
    migrations.AddIndex("message", models.Index(fields=["id"], name="notices_waiting", condition=WAITING)),
]


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_recipe"), ("kit", "0004_parts")]

    operations = [
        migrations.CreateModel(
            name="MessageSource",
            fields=[
                ("unique_source", models.CharField(max_length=96, primary_key=True, serialize=False)),
                ("written_at", models.DateTimeField()),
                ("message_id", models.BigIntegerField()),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                repartition.into_parts(
                    "notices_message",
                    repartition.Cut("written_at", "month", 12),
                    sums=("id", "length(text)", "extract(epoch FROM written_at)"),
                    after=AFTER,
                )
            ],
            state_operations=STATE,
        ),
    ]
