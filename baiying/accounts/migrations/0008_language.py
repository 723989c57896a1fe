from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_accepted")]

    operations = [
        migrations.AddField(
            "account", "language", models.CharField(blank=True, db_default="", default="", max_length=12)
        ),
    ]
