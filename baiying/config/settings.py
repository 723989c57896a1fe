"""All settings, typed, in one file. Every BAIYING_* variable is described in docs/operations.md."""

import os
from decimal import Decimal
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from baiying.config import gateways, keys
from baiying.kit import addresses
from baiying.kit.db import urls as db_urls

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = BAIYING_VAR = Path(os.environ.get("BAIYING_VAR", ROOT / "var"))


def _flag(name: str, *, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes"}


DEBUG = _flag("BAIYING_DEBUG", default=False)
# True only behind TLS: secure cookies and HSTS would lock a laptop's plain http out.
BEHIND_TLS = _flag("BAIYING_TLS", default=False)
ALLOWED_HOSTS = [h.strip() for h in os.environ.get("BAIYING_HOSTS", "").split(",") if h.strip()]
if not ALLOWED_HOSTS and not BEHIND_TLS:
    # A laptop answers under whatever name one calls it; a city behind TLS says its names (config/checks.py).
    ALLOWED_HOSTS = ["*"]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("BAIYING_ORIGINS", "").split(",") if o]
# What QR codes and messages point to; empty means the host of the request.
PUBLIC_ADDRESS = os.environ.get("BAIYING_PUBLIC_ADDRESS", "").rstrip("/")

SECRET_KEY = keys.key("secret_key", VAR).hex()
BAIYING_MASTER_KEYS = keys.master_keys(VAR)
BAIYING_LOOKUP_KEY = keys.key("lookup_key", VAR)
BAIYING_SUITE = keys.suite()
# The proxies whose word about the asker's address is believed: a number of hops, or their networks.
BAIYING_PROXIES = addresses.proxies(os.environ.get("BAIYING_PROXIES", ""))
BAIYING_APP_ROLE = os.environ.get("BAIYING_APP_ROLE", "baiying_app")

INSTALLED_APPS = [
    "baiying.kit",
    "baiying.ui",
    "baiying.notices",
    "baiying.places",
    "baiying.accounts",
    "baiying.unified",
    "baiying.people",
    "baiying.privacy",
    "baiying.complaints",
    "baiying.teams",
    "baiying.rosters",
    "baiying.circulars",
    "baiying.activities",
    "baiying.hours",
    "baiying.figures",
    "baiying.dashboards",
    "baiying.demo",
    "baiying.desk",
    "procrastinate.contrib.django",
    "template_partials",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "baiying.config.middleware.LongPagesMiddleware",
    "baiying.config.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "baiying.config.middleware.PermissionsMiddleware",
    "baiying.config.middleware.InPlaceMiddleware",
    "baiying.config.middleware.LanguageMiddleware",
    "baiying.config.middleware.ReadableMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "baiying.config.middleware.ActorMiddleware",
    "baiying.config.given_back.GivenBackMiddleware",
    "baiying.config.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "baiying.config.urls"
WSGI_APPLICATION = "baiying.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "baiying.config.context.surroundings",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = db_urls.database_config(VAR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["baiying.accounts.backend.AccountBackend"]
LOGIN_URL = "/log-in/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        ("baiying.accounts.passwords.LengthValidator", {"min_length": 10}),
        ("django.contrib.auth.password_validation.CommonPasswordValidator", {}),
        ("django.contrib.auth.password_validation.NumericPasswordValidator", {}),
    )
]

# Signed cookies cost no statement; the account's session_epoch ends every session of an account at once.
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "baiying.ui.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# Rooms bring their own; `config` is none.
LOCALE_PATHS = [ROOT / "baiying" / "config" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "baiying.ui.storage.Storage"
        if not DEBUG and (VAR / "static" / "staticfiles.json").exists()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 365 * 24 * 3600
# Uploads: a country's division table has 35 MB; nothing larger is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "baiying.kit.passing.Nameless",
]

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "baiying.config.schedule.prepare"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "baiying.kit.logs.Line",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    # A gateway's key is the last part of an address, and an address that is refused is logged.
    "filters": {"hidden": {"()": "baiying.config.hidden.filter_of_logs"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["hidden"]}},
    "loggers": {"django.request": {"filters": ["hidden"]}, "django.security": {"filters": ["hidden"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("BAIYING_LOG", "WARNING")},
}

# Which way text messages take: "screen" sends nothing (a demo shows them on pages), "log" notes that one was sent.
BAIYING_SMS = os.environ.get("BAIYING_SMS", "screen")
# Log-in codes go their own way, if only with a rate of their own. Messages a second that the gateway takes.
BAIYING_SMS_CODES = os.environ.get("BAIYING_SMS_CODES") or BAIYING_SMS
BAIYING_SMS_RATE = int(os.environ.get("BAIYING_SMS_RATE", "20"))
BAIYING_SMS_CODES_RATE = int(os.environ.get("BAIYING_SMS_CODES_RATE", "10"))
# What one part of a text message costs, in yuan; 0: unknown, no price is shown.
BAIYING_SMS_PRICE = Decimal(os.environ.get("BAIYING_SMS_PRICE") or "0")
GATEWAY_ACCOUNTS = gateways.accounts()
# Mail: "off" (nobody is asked for an address), "log", "smtp".
BAIYING_MAIL = os.environ.get("BAIYING_MAIL", "off")
BAIYING_MAIL_RATE = int(os.environ.get("BAIYING_MAIL_RATE", "5"))
SMTP_ACCOUNT = gateways.smtp()
# WeChat and WeCom: "off" (nobody is asked to bind an account), "log", "wechat" and "wecom".
BAIYING_WECHAT = os.environ.get("BAIYING_WECHAT", "off")
BAIYING_WECHAT_RATE = int(os.environ.get("BAIYING_WECHAT_RATE", "20"))
WECHAT_ACCOUNT = gateways.wechat()
BAIYING_WECOM = os.environ.get("BAIYING_WECOM", "off")
BAIYING_WECOM_RATE = int(os.environ.get("BAIYING_WECOM_RATE", "20"))
WECOM_ACCOUNT = gateways.wecom()
# Log-ins elsewhere that one may tie to the own account; empty: none is offered.
OIDC_PROVIDERS = gateways.oidc()
# The last part of the address at which a gateway says what arrived; empty: nobody may.
BAIYING_RECEIPTS_KEY = os.environ.get("BAIYING_RECEIPTS_KEY", "")

# Who brings it may read /metrics; empty: nobody.
BAIYING_METRICS_TOKEN = os.environ.get("BAIYING_METRICS_TOKEN", "")

# After how many days without a backup, without a drill, the machine room and the doctor warn; 0: never.
# Where it is noted who was erased: a place on another machine outlives this one. Empty: in var.
BAIYING_ERASURES = os.environ.get("BAIYING_ERASURES", "")
BAIYING_BACKUP_DAYS = int(os.environ.get("BAIYING_BACKUP_DAYS", "2"))
BAIYING_DRILL_DAYS = int(os.environ.get("BAIYING_DRILL_DAYS", "95"))

SITE_NAME = _("百应")
# Shown in the footer where the operator filled them in (ICP, public security).
FILING_NUMBERS = [n for n in os.environ.get("BAIYING_FILINGS", "").split(";") if n]
