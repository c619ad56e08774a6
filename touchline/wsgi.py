import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchline.settings")
application = get_wsgi_application()

from touchline.ui.warming import warm_up  # noqa: E402 (the apps have to be ready)

warm_up()
