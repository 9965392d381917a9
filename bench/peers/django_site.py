# A Django as `startproject` sets it up, its middleware and all, with its own login, by bcrypt_sha256 at its default
# cost of 12, on SQLite over connections that are kept; one user. For gunicorn, with --preload: what is set up here
# is set up once.
import json
import logging
import os

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="a secret for the bench and for nothing else",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"welcome.html": os.environ.get("BENCH_TEMPLATE", "")})],
                    )
                ]
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["COUNTERSIGN_DATABASE"].replace("sqlite:", "", 1),
            "CONN_MAX_AGE": None,
        }
    },
    PASSWORD_HASHERS=["django.contrib.auth.hashers.BCryptSHA256PasswordHasher"],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
    LOGGING_CONFIG=None,
)
# As logging is off everywhere here.
logging.disable()
django.setup()

from django.contrib.auth import authenticate
from django.contrib.auth import login as log_in
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

LIKE = json.loads(os.environ.get("BENCH_LIKE", "{}"))
HEADERS = {
    name: value
    for name, value in LIKE.items()
    if name not in ["date", "connection", "keep-alive", "content-length"]
}

call_command("migrate", verbosity=0)
User.objects.create_user("ada", "ada@bench.example", "four unrelated words")
# The processes that gunicorn forks now open their own.
connections.close_all()


@csrf_exempt
def login(request):
    asked = json.loads(request.body)
    name = asked["email"].split("@")[0]
    user = authenticate(request, username=name, password=asked["password"])
    return HttpResponse(status=401 if user is None else 204)


def enter(request):
    log_in(request, User.objects.get())
    return HttpResponse("entered")


def welcome(request):
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    response = render(request, "welcome.html", {"user": request.user})
    for name, value in HEADERS.items():
        response[name] = value
    return response


urlpatterns = [
    path("health/live", lambda request: HttpResponse("ok")),
    path("login", login),
    path("enter", enter),
    path("welcome", welcome),
]

application = get_wsgi_application()
