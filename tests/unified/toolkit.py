"""A strict provider as a process of its own: django-oauth-toolkit with its own settings and its own database.

`python -m tests.unified.toolkit PORT FOLDER REDIRECT`. Who is asked for at `/log-in/?user=…&next=…` is logged in there.
It knows nothing of us, and shares no code with the other provider of these tests.
"""

import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command

CLIENT, SECRET = "baiying", "toolkit-secret-that-stands-in-no-log"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_words: Any) -> None:
        pass


def _key() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    plain = serialization.NoEncryption()
    return made.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


def _configure(folder: Path) -> None:
    settings.configure(
        SECRET_KEY="of a provider that lives for one test",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="tests.unified.toolkit_urls",
        USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        LOGIN_URL="/log-in/",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": _key(),
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "who", "profile": "name"},
            "OAUTH2_VALIDATOR_CLASS": "tests.unified.toolkit_urls.Validator",
        },
    )  # fmt: skip
    django.setup()
    call_command("migrate", verbosity=0)


def main(port: int, folder: Path, redirect: str) -> None:
    _configure(folder)
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 (only after the settings)
    from oauth2_provider.models import get_application_model  # noqa: PLC0415

    get_application_model().objects.create(
        client_id=CLIENT, client_secret=SECRET, client_type="confidential", name="百应",
        authorization_grant_type="authorization-code", redirect_uris=redirect, skip_authorization=True,
        algorithm="RS256",
    )  # fmt: skip
    application = get_wsgi_application()
    with make_server("127.0.0.1", port, application, server_class=_Server, handler_class=_Silent) as server:
        print("ready", flush=True)  # noqa: T201
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
