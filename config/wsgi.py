import os

from django.core.wsgi import get_wsgi_application

from config.content_type import typed_plainly

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = typed_plainly(get_wsgi_application())
