from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("circulars", "0002_whose_hands_are_on_it")]

    operations = [
        migrations.AddField(
            model_name="box",
            name="answer_reminded_at",
            field=models.DateTimeField(null=True),
        ),
    ]
