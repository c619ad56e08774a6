from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0001_first_release"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="proposals",
            field=models.JSONField(default=list),
        ),
    ]
