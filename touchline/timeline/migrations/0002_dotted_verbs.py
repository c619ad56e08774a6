"""Imports were recorded with a space in the verb, so that the audit page missed them."""

from django.db import migrations

VERBS = {"import applied": "import.applied", "import undone": "import.undone"}


def write_with_dots(apps, schema_editor):
    Event = apps.get_model("timeline", "Event")
    for old, new in VERBS.items():
        Event.objects.filter(verb=old).update(verb=new)


class Migration(migrations.Migration):
    dependencies = [("timeline", "0001_first_release")]

    operations = [migrations.RunPython(write_with_dots, migrations.RunPython.noop)]
