from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0002_guards")]

    operations = [
        migrations.AddField("activity", "contact_phone_sealed", models.BinaryField(null=True)),
        migrations.AddField("plandraft", "content_sealed", models.BinaryField(null=True)),
    ]
