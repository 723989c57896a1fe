from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0004_seal_contacts")]

    operations = [
        migrations.AlterField("activity", "contact_phone_sealed", models.BinaryField()),
        migrations.RemoveField("activity", "contact_phone"),
        migrations.RemoveField("plandraft", "content"),
    ]
