"""All settings, in one file, read from the environment. `docs/settings.md` lists the variables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from pecia.config import sign_in_providers
from pecia.kernel import data_folder, environment

PACKAGE = Path(__file__).resolve().parents[1]

# Where everything of this site lies.
DATA = data_folder.data_folder()
ORIGINALS = DATA / "originals"
DERIVED = DATA / "derived"
UPLOADS = DATA / "uploads"
INBOX = DATA / "inbox"
SEARCH = DATA / "search"
ENGINE_FOLDER = Path(environment.text("PECIA_ENGINE_FOLDER") or DATA / "engine")
ERASURES = Path(environment.text("PECIA_ERASURES") or DATA / "erasures.jsonl")

# What kind of site it is.
PRODUCTION = environment.flag("PECIA_PRODUCTION")
DEBUG = False
PORT = environment.number("PORT", 8000, least=1)
SITE_URL = environment.text("PECIA_SITE_URL", f"http://localhost:{PORT}").rstrip("/")
ALLOWED_HOSTS = environment.words("PECIA_HOSTS", "localhost,127.0.0.1,[::1]")
SECRET_KEY = data_folder.secret_key(DATA)
if PRODUCTION and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured(
        "PECIA_PRODUCTION=1 needs PECIA_SITE_URL to begin with https://: cookies and passkeys are "
        "safe only there."
    )

# What it takes.
MAX_UPLOAD_BYTES = environment.number("PECIA_MAX_UPLOAD_MB", 200, least=1) << 20
UPLOAD_CHUNK_BYTES = 5 << 20
UPLOAD_DAYS = environment.number("PECIA_UPLOAD_DAYS", 7, least=1)  # an unfinished one is kept
DOWNLOADS_PER_HOUR = environment.number("PECIA_DOWNLOADS_PER_HOUR", 120, least=1)  # an address
SUGGESTIONS_PER_HOUR = environment.number("PECIA_SUGGESTIONS_PER_HOUR", 12_000, least=1)
SEARCHES_PER_HOUR = environment.number("PECIA_SEARCHES_PER_HOUR", 1_200, least=1)  # an address
UPLOADS_PER_DAY = environment.number("PECIA_UPLOADS_PER_DAY", 500, least=1)  # an account
SHARED_CACHE_SECONDS = environment.number("PECIA_SHARED_CACHE_SECONDS", 0)
TRUSTED_PROXIES = environment.number("PECIA_TRUSTED_PROXIES", 0)  # how many stand before us
OPEN_REGISTRATION = environment.flag("PECIA_OPEN_REGISTRATION", default=True)
FEWEST_ASKERS = environment.number("PECIA_FEWEST_ASKERS", 5, least=2)  # of a query that is told
QUERY_DAYS = environment.number("PECIA_QUERY_DAYS", 90, least=1)  # sums of queries are kept
RECOMMENDER = environment.choice("PECIA_RECOMMENDER", ("embedded", "spark"))
SPARK_MASTER = environment.text("PECIA_SPARK_MASTER", "local[*]")
WORKERS = environment.number("PECIA_WORKERS", 2, least=1)

# Trade. Periods and amounts by which money waits; `docs/settings.md` says what each means.
TRADE_HOLD_DAYS = environment.number("PECIA_HOLD_DAYS", 7)
TRADE_HOLD_DAYS_NEW = environment.number("PECIA_HOLD_DAYS_NEW", 30)
TRADE_NEW_SELLER_DAYS = environment.number("PECIA_NEW_SELLER_DAYS", 90)
TRADE_LEAST_PAYOUT = environment.number("PECIA_LEAST_PAYOUT", 20)  # whole units of a currency
TRADE_LATE_PAYMENT = environment.choice("PECIA_LATE_PAYMENT", ("fulfil", "refund"))
TRADE_BANK_HOLDER = environment.text("PECIA_BANK_HOLDER", "Pecia")
TRADE_BANK_IBAN = environment.text("PECIA_BANK_IBAN").replace(" ", "").upper()
TRADE_BANK_BIC = environment.text("PECIA_BANK_BIC").replace(" ", "").upper()
TRADE_CURRENCIES = environment.words("PECIA_CURRENCIES", "EUR")

INSTALLED_APPS = [
    "pecia.web",
    "pecia.ingest",
    "pecia.trade",
    "pecia.discovery",
    "pecia.reading",
    "pecia.library",
    "pecia.accounts",
    "pecia.kernel",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pecia.edge.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "pecia.edge.errors.ErrorMiddleware",
]

ROOT_URLCONF = "pecia.config.urls"
WSGI_APPLICATION = "pecia.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pecia.web.context.site_context",
            ],
        },
    },
]

# The database: SQLite in the data folder, or PostgreSQL. Commits are durable before they return.
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        environment.text("PECIA_DATABASE_URL") or f"sqlite:///{DATA / 'site.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000;"
        ),
    }

SEARCH_BACKEND = environment.choice("PECIA_SEARCH", ("embedded", "postgresql"))
if SEARCH_BACKEND == "postgresql" and not DATABASES["default"]["ENGINE"].endswith(".postgresql"):
    raise ImproperlyConfigured(
        "PECIA_SEARCH=postgresql needs PECIA_DATABASE_URL to name a PostgreSQL database: that is "
        "where the index lies."
    )

CACHE_URL = environment.text("PECIA_REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

TASKS = {
    "default": {
        "BACKEND": environment.text("PECIA_JOBS", "django_tasks_db.DatabaseBackend"),
        "QUEUES": ["default"],
    }
}

# People.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}  # type: ignore[assignment]
ACCOUNT_ADAPTER = "pecia.web.account.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "pecia.web.account.adapter.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "pecia.web.account.forms.SignupNameForm"
ACCOUNT_EMAIL_VERIFICATION = environment.choice(
    "PECIA_EMAIL_VERIFICATION", ("optional", "mandatory", "none")
)
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/10m/key"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "pecia.web.account.keys.AddKeyForm",
    "edit_webauthn": "pecia.web.account.keys.EditKeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "library-mine"
LOGOUT_REDIRECT_URL = "home"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": sign_in_providers.providers()}}

# Mail: printed on the console until a server is named.
EMAIL_HOST = environment.text("PECIA_SMTP_HOST")
EMAIL_PORT = environment.number("PECIA_SMTP_PORT", 587)
EMAIL_HOST_USER = environment.text("PECIA_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("PECIA_SMTP_PASSWORD")
EMAIL_USE_TLS = environment.flag("PECIA_SMTP_TLS", default=True)
DEFAULT_FROM_EMAIL = environment.text("PECIA_MAIL_FROM", "pecia@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.console.EmailBackend"
)

# Languages and time.
LANGUAGE_CODE = environment.choice("PECIA_LANGUAGE", ("en", "zh-hans"))
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.text("PECIA_TIME_ZONE", "UTC")

# Files that are the same for everybody.
STATIC_URL = "/static/"
STATIC_ROOT = Path(environment.text("PECIA_STATIC") or DATA / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "pecia.edge.static_files.HashedStaticFiles"},
}
WHITENOISE_MAX_AGE = 3600
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_CHUNK_BYTES + (1 << 20)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Walls.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *sign_in_providers.origins(sign_in_providers.providers())],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 86_400
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "pecia.edge.errors.csrf_failed"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.text("PECIA_LOG_LEVEL", "WARNING")},
}
