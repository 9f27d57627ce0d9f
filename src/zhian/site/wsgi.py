"""The door for a WSGI server."""

import atexit
import gc
import os

from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.urls import reverse

from zhian.engines.indicators.catalogue import boards, shipped

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhian.site.settings")
application = get_wsgi_application()

# What takes long the first time is there before anybody asks: every address, what draws pages, the indicators.
reverse("home"), engines.all(), shipped(), boards()
gc.freeze()  # and stays: whoever looks for garbage need not look through it, and half a million things are in it
atexit.register(gc.unfreeze)  # or libraries take what is left in the end for a leak, and say so
