"""Ways out with a state of their own. What waits goes on: a claim of before counts as handed over, as it was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0007_outbox"),
    ]

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("name", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("down_since", models.DateTimeField(null=True)),
                ("why", models.CharField(blank=True, default="", max_length=200)),
                ("probe_at", models.DateTimeField(null=True)),
                ("last_sent_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="notices_message_has_address",
        ),
        migrations.RemoveIndex(
            model_name="message",
            name="notices_waiting",
        ),
        migrations.AddField(
            model_name="message",
            name="gateway_number",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="message",
            name="handed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="unclear",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(
                    ("delivered_at__isnull", True),
                    ("failed_at__isnull", True),
                    models.Q(("channel", "inapp"), _negated=True),
                ),
                fields=["-urgent", "id"],
                name="notices_to_send",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "inapp"), ("inbox__gt", "")),
                    models.Q(models.Q(("channel", "inapp"), _negated=True), ("address_hash__isnull", False)),
                    _connector="OR",
                ),
                name="notices_message_has_address",
            ),
        ),
        migrations.RunSQL(
            "UPDATE notices_message SET handed_at = claimed_at,"
            " useful_until = coalesce(useful_until, written_at + interval '3 days')"
            " WHERE channel = 'sms' AND delivered_at IS NULL AND failed_at IS NULL",
            migrations.RunSQL.noop,
        ),
    ]
