"""The door for a WSGI server."""

import atexit
import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhian.site.settings")
application = get_wsgi_application()

import_module(settings.ROOT_URLCONF)  # every page is there before the first is asked for
gc.freeze()  # and stays: whoever looks for garbage need not look through it, and half a million things are in it
atexit.register(gc.unfreeze)  # or libraries take what is left in the end for a leak, and say so
