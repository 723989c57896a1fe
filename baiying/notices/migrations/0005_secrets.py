from django.db import migrations, models

import baiying.kit.db.fields


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_tries")]

    operations = [
        migrations.AddField("message", "text_sealed", baiying.kit.db.fields.SealedField(null=True)),
        migrations.AddField("message", "secret_until", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "message",
            models.Index(
                fields=["secret_until"],
                name="notices_secret",
                condition=models.Q(("text_sealed__isnull", False)),
            ),
        ),
        # The codes that were kept in the clear until now.
        migrations.RunSQL(
            "UPDATE notices_message SET text = '', secret_until = written_at WHERE kind = 'log_in_code'",
            migrations.RunSQL.noop,
        ),
    ]
