from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_first_release"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="event",
            field=models.CharField(max_length=8),
        ),
    ]
