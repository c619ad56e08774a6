"""Collect static files, cutting the fonts first if this install has not yet."""

from django.contrib.staticfiles.management.commands import collectstatic

from touchline.ui import fonts


class Command(collectstatic.Command):
    def collect(self) -> dict[str, list[str]]:
        fonts.make()
        return super().collect()
