"""Lucide's icons, each drawn once: a page shows the same few a hundred times."""

from functools import cache

from django import template
from lucide.templatetags.lucide import lucide

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, css: str) -> str:
    """Return the SVG of an icon with these CSS classes; an unknown name raises."""
    return lucide(name, size=None, **{"class": css}, aria_hidden="true")
