"""Settings of Kogge. What may be changed comes from the environment: docs/reference/settings.md."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels
from django.utils.translation import gettext_lazy as _

from .environment import env_bool, env_int, env_list, env_secret

PACKAGE = Path(__file__).resolve().parent.parent
BASE_DIR = PACKAGE.parent
DATA_DIR = Path(os.environ.get("KOGGE_DATA") or BASE_DIR / "var").resolve()
# What people tell each other in confidence: no other user of the machine reads the data, or a backup made of it.
os.umask(0o077)
DATA_DIR.mkdir(parents=True, exist_ok=True)
TESTING = "pytest" in sys.modules

DEBUG = env_bool("KOGGE_DEBUG", False)
SECRET_KEY = env_secret("KOGGE_SECRET_KEY", DATA_DIR / "secret-key")
ALLOWED_HOSTS = env_list("KOGGE_HOSTS") or ["localhost", "127.0.0.1", "[::1]", "testserver"]
HTTPS = env_bool("KOGGE_HTTPS", False)
CSRF_FAILURE_VIEW = "kogge.core.views.stale_form"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False  # a reverse proxy redirects
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "kogge.core",
    "kogge.accounts",
    "kogge.places",
    "kogge.actors",
    "kogge.outreach",
    "kogge.needs",
    "kogge.exchange",
    "kogge.networks",
    "kogge.handover",
    "kogge.reports",
    "kogge.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "simple_history",
    "template_partials",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kogge.accounts.middleware.UserLanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "kogge.core.middleware.NoNulMiddleware",
]

ROOT_URLCONF = "kogge.config.urls"
WSGI_APPLICATION = "kogge.config.wsgi.application"
FORM_RENDERER = "kogge.core.forms.KoggeFormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kogge.core.navigation.navigation",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'kogge.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    ),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # The file is read through a memory map that all processes share; the cache of each connection can be small.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8192;"
        "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Attempts to sign in are counted here: for all processes of the server together.
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if TESTING
    else {
        "BACKEND": "kogge.core.shared_cache.SharedCache",
        "LOCATION": "core_sharedvalue",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Figures of a whole area (core/kept.py). For an hour at most: what was erased is then gone from here too.
    "figures": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    if TESTING
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "TIMEOUT": 3600,
    },
}
TASK_BACKEND = "django_tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend"
TASKS = {"default": {"BACKEND": TASK_BACKEND, "QUEUES": ["default"]}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "sesame.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "kogge.accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody makes this server write to strangers
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Kogge: "
MFA_TOTP_ISSUER = "Kogge"
# A login link works once (it dies with the next login) and for a limited time.
SESAME_ONE_TIME = True
SESAME_MAX_AGE = env_int("KOGGE_LOGIN_LINK_HOURS", 24) * 3600

EMAIL_BACKEND = (
    "django.core.mail.backends." + ("smtp" if "KOGGE_SMTP_HOST" in os.environ else "console") + ".EmailBackend"
)
EMAIL_HOST = os.environ.get("KOGGE_SMTP_HOST", "localhost")
EMAIL_PORT = env_int("KOGGE_SMTP_PORT", 587)
EMAIL_HOST_USER = os.environ.get("KOGGE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KOGGE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env_bool("KOGGE_SMTP_TLS", True)
DEFAULT_FROM_EMAIL = os.environ.get("KOGGE_MAIL_FROM", "kogge@localhost")

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "cli" / "locale"]  # what the engines refuse is said there; pages say it too
TIME_ZONE = "Europe/Berlin"
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["kogge.config.formats"]

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
WHITENOISE_USE_FINDERS = DEBUG or TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# Where changed source of this installation can be fetched (AGPL, section 13); empty: the server hands it out itself.
SOURCE_URL = os.environ.get("KOGGE_SOURCE_URL", "")
# Days an uploaded list that was not imported, and the rows an import refused, are kept.
KEEP_UPLOADS = env_int("KOGGE_KEEP_UPLOADS_DAYS", 30)
MAX_UPLOAD_BYTES = env_int("KOGGE_MAX_UPLOAD_MB", 200) * 1024 * 1024
# One post of a field app. ODK Collect puts up to 101 files beside the answers into one.
MAX_SUBMISSION_BYTES = env_int("KOGGE_MAX_SUBMISSION_MB", 100) * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 120
# Days without contact after which a telephone forgets the visits it took along.
FIELD_DAYS = env_int("KOGGE_FIELD_DAYS", 14)

# Nothing is fetched from elsewhere, nothing runs that is not a file of ours.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
MESSAGE_TAGS = {message_levels.ERROR: "error"}
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"refused": {"()": "kogge.core.logs.RefusedInOneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refused"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("KOGGE_LOG_LEVEL", "WARNING")},
}
