from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0014_chats")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="joined",
            field=models.BigIntegerField(null=True),
        ),
        migrations.CreateModel(
            name="Stopped",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_hash", models.BinaryField(unique=True)),
                ("stopped_at", models.DateTimeField()),
            ],
        ),
    ]
