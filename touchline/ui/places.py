"""Where a place of the product is, for apps that stand below the one that has it."""

from django.conf import settings
from django.urls import reverse


def place(name: str, *args: object) -> str:
    """The address of a place by its plain name, as settings.TOUCHLINE_PLACES says: home, person, palette.

    Raises KeyError for a place nobody named.
    """
    return reverse(settings.TOUCHLINE_PLACES[name], args=args)
