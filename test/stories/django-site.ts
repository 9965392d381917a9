// Over 150 lines because the half of it is a whole Django project, as the test writes it down.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";
import { FORM, form, send } from "./send.ts";

/** Debian's own Python is the one that has Debian's Django; `DJANGO_PYTHON` names another. */
export const DJANGO_PYTHON: string = process.env["DJANGO_PYTHON"] ?? "/usr/bin/python3";

/** Why stories with Django are skipped here, or false. Where CI=true it is required instead. */
export const skipsDjango = (
  database: "SQLite" | "PostgreSQL",
  ...others: readonly string[]
): string | false => {
  const driver = database === "PostgreSQL" ? ["psycopg2"] : [];
  const modules = ["django", "bcrypt", ...driver, ...others];
  if (process.env["CI"] === "true") return false;
  if (spawnSync(DJANGO_PYTHON, ["-c", `import ${modules.join()}`]).status === 0) return false;
  const packages = modules.map((module) => `python3-${module}`).join(" ");
  return `no Django on this machine (Debian: apt-get install ${packages})`;
};

/** A real Django site, with views to log in and out, and to read and write the session. */
export interface DjangoSite {
  /** Where it listens. */
  readonly url: string;
  readonly origin: string;
  /** Runs Python in Django, with this user at hand; the last line that it printed. */
  shell(username: string, program: string): Promise<string>;
}

export interface DjangoWanted {
  /** In which its project lies. */
  readonly folder: string;
  /** The address of the one that it shares. */
  readonly database: string;
  /** As `SESSION_ENGINE` ends. */
  readonly engine: "signed_cookies" | "db";
  readonly secret: string;
  readonly users: readonly string[];
  /** Everybody's. */
  readonly password: string;
}

/** Makes a project, migrates it, adds its users, and serves it on any free port. */
export const djangoSite = async (
  t: Pick<TestContext, "after">,
  wanted: DjangoWanted,
): Promise<DjangoSite> => {
  const { folder, users, password } = wanted;
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const env = {
    PATH: process.env["PATH"],
    DJANGO_SETTINGS_MODULE: "project.settings",
    SHARED_DATABASE: JSON.stringify(databaseSettings(wanted.database)),
    SHARED_ENGINE: wanted.engine,
    SHARED_SECRET: wanted.secret,
    PYTHONDONTWRITEBYTECODE: "1",
  };
  const migrate = ["manage.py", "migrate", "--noinput", "--verbosity", "0"];
  execFileSync(DJANGO_PYTHON, migrate, { cwd: folder, env });

  const child = spawn(DJANGO_PYTHON, ["serve.py"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  const ended = once(child, "close");
  t.after(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  createInterface({ input: child.stderr }).on("line", (line) => output.push(line));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", (port) =>
      resolve(`http://127.0.0.1:${port}`),
    );
    ended.then(() => reject(new Error(`Django did not start:\n${output.join("\n")}`)));
  });
  const shell = async (program: string): Promise<string> => {
    const { status, text } = await send(url, {
      path: "/shell",
      headers: FORM,
      body: form({ program }),
    });
    if (status !== 200) throw new Error(`Django failed:\n${output.join("\n")}`);
    return text.trim().split("\n").at(-1) ?? "";
  };
  await shell(`
for name in ${JSON.stringify(users)}:
    User.objects.create_user(name, None, ${JSON.stringify(password)})
`);
  return {
    url,
    origin: url,
    shell: (username, program) =>
      shell(`user = User.objects.get(username=${JSON.stringify(username)})\n${program}`),
  };
};

/** What an address of ours is in Django's words. */
const databaseSettings = (address: string): Readonly<Record<string, string>> => {
  if (address.startsWith("sqlite:")) {
    return { ENGINE: "django.db.backends.sqlite3", NAME: address.slice("sqlite:".length) };
  }
  const { username, hostname, port, pathname } = new URL(address);
  return {
    ENGINE: "django.db.backends.postgresql",
    NAME: pathname.slice(1),
    USER: username,
    HOST: hostname,
    PORT: port,
  };
};

const SETTINGS = `
import json
import os
SECRET_KEY = os.environ["SHARED_SECRET"]
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "project.urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
DATABASES = {"default": json.loads(os.environ["SHARED_DATABASE"])}
SESSION_ENGINE = "django.contrib.sessions.backends." + os.environ["SHARED_ENGINE"]
PASSWORD_HASHERS = [
    "project.hashers.CheapBCrypt",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
`;

const HASHERS = `
from django.contrib.auth.hashers import BCryptSHA256PasswordHasher

class CheapBCrypt(BCryptSHA256PasswordHasher):
    rounds = 4
`;

const URLS = `
from contextlib import redirect_stdout
from io import StringIO
from django.contrib import auth
from django.contrib.auth.models import User
from django.http import HttpResponse, JsonResponse
from django.urls import path

def login(request):
    user = auth.authenticate(
        request, username=request.POST["username"], password=request.POST["password"]
    )
    if user is None:
        return HttpResponse(status=401)
    auth.login(request, user)
    return HttpResponse(status=204)

def logout(request):
    auth.logout(request)
    return HttpResponse(status=204)

def whoami(request):
    user = request.user.username if request.user.is_authenticated else None
    data = {key: value for key, value in request.session.items() if not key.startswith("_")}
    age = request.session.get_expiry_age()
    return JsonResponse({"user": user, "data": data, "age": age})

def put(request):
    request.session[request.POST["key"]] = request.POST["value"]
    return HttpResponse(status=204)

def expire(request):
    request.session.set_expiry(int(request.POST["seconds"]))
    return HttpResponse(status=204)

def password(request):
    request.user.set_password(request.POST["password"])
    request.user.save()
    auth.update_session_auth_hash(request, request.user)
    return HttpResponse(status=204)

def shell(request):
    with redirect_stdout(StringIO()) as out:
        exec(request.POST["program"], {"User": User})
    return HttpResponse(out.getvalue())

urlpatterns = [
    path(view.__name__, view) for view in (login, logout, whoami, put, expire, password, shell)
]
`;

const SERVE = `
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
import django
from django.core.wsgi import get_wsgi_application

class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

class Quiet(WSGIRequestHandler):
    def log_message(self, *words):
        pass

server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet)
print(server.server_port, flush=True)
server.serve_forever()
`;

const MANAGE = `
import sys
from django.core.management import execute_from_command_line

execute_from_command_line(sys.argv)
`;

const FILES: Readonly<Record<string, string>> = {
  "manage.py": MANAGE,
  "serve.py": SERVE,
  "project/__init__.py": "",
  "project/settings.py": SETTINGS,
  "project/hashers.py": HASHERS,
  "project/urls.py": URLS,
};
