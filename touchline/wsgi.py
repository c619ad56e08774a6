import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchline.settings")
application = get_wsgi_application()
# What is loaded by now stays: a page over thousands of deals must not wait while the collector walks it again.
gc.freeze()
