from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0013_doubts")]

    operations = [
        migrations.AddField("person", "phone_lost_at", models.DateTimeField(null=True)),
        migrations.AddField("guardianship", "phone_lost_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "guardianship",
            models.Index(
                condition=models.Q(("phone_lost_at__isnull", False)),
                fields=["phone_lost_at"],
                name="people_guardian_phone_lost",
            ),
        ),
    ]
