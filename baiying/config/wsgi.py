"""What the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

from baiying.config import bodies, web

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baiying.config.settings")
application = bodies.Bodies(get_wsgi_application(), web.threads())
