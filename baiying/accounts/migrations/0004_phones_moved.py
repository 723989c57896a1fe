from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_move_phones")]

    operations = [
        migrations.RemoveField("account", "phone_sealed"),
        migrations.RemoveField("account", "phone_hash"),
        migrations.RemoveField("account", "phone_mask"),
    ]
