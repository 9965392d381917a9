# A Django with its own login, by bcrypt_sha256 at its default cost of 12, on SQLite; one user.
import json
import os
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="a secret for the bench and for nothing else",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["COUNTERSIGN_DATABASE"].replace("sqlite:", "", 1),
        }
    },
    PASSWORD_HASHERS=["django.contrib.auth.hashers.BCryptSHA256PasswordHasher"],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

call_command("migrate", verbosity=0)
User.objects.create_user("ada@bench.example", None, "four unrelated words")


def login(request):
    asked = json.loads(request.body)
    user = authenticate(request, username=asked["email"], password=asked["password"])
    return HttpResponse(status=401 if user is None else 204)


urlpatterns = [
    path("health/live", lambda request: HttpResponse("ok")),
    path("login", login),
]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *words):
        pass


make_server("127.0.0.1", int(os.environ["PORT"]), get_wsgi_application(), Server, Quiet).serve_forever()
