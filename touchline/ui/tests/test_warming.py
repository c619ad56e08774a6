"""Nobody waits for a template that could have been compiled before they came."""

from django.template import engines

from touchline.ui.warming import warm_up


def test_every_page_is_compiled_before_the_first_visitor():
    warm_up()
    cached = engines["django"].engine.template_loaders[0].loaders[0].get_template_cache
    names = {getattr(template, "name", "") for template in cached.values()}
    assert {"week/my_week.html", "oneonones/show.html", "ui/shell.html"} <= names
