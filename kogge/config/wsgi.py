"""What a WSGI server serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kogge.config.settings")
application = get_wsgi_application()
# The pages are loaded before the first request, and what is loaded is never looked through for rubbish again: on pages
# that read thousands of rows that would cost more than reading them.
_pages = get_resolver().url_patterns
gc.collect()
gc.freeze()
