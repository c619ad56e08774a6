"""What the head of a document needs to know about files that are made."""

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html_join

from touchline.ui import fonts
from touchline.ui.pages import shell_for
from touchline.ui.shell import Shell

register = template.Library()


@register.simple_tag
def preload_fonts() -> str:
    """Ask for the fonts early, so that text does not change under the reader."""
    link = '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>'
    return format_html_join("\n", link, ([static(name)] for name in fonts.made()))


@register.simple_tag(takes_context=True)
def shell(context: Context) -> Shell:
    """Answer the frame for pages another library renders."""
    return shell_for(context["request"])
