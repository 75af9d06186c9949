"""Every setting of the platform, read from the environment. `docs/reference/settings.md` describes each.

Nothing here needs to be set for a trial: SQLite, a secret key of its own and an index in `ONESTOP_DATA`.
"""

import secrets
from datetime import timedelta
from pathlib import Path

import django_stubs_ext
import environ
from django.utils.translation import gettext_lazy as _

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("ONESTOP_DATA", default=str(BASE_DIR / "data"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

# The folder whose new files are imported by themselves (onestop.ingest.inbox); made when it is first used.
INBOX_DIR = Path(env.str("ONESTOP_INBOX", default=str(DATA_DIR / "inbox"))).resolve()

# The EPO's Open Patent Services (onestop.ingest.connectors.ops), and where answers of such services are kept as files.
OPS_KEY = env.str("ONESTOP_OPS_KEY", default="")
OPS_SECRET = env.str("ONESTOP_OPS_SECRET", default="")
OPS_URL = env.str("ONESTOP_OPS_URL", default="https://ops.epo.org/3.2")
FETCHED_DIR = DATA_DIR / "fetched"


def _own_secret_key() -> str:
    """A key made once and kept beside the data, so that a trial needs no set-up and still has a real one."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


DEBUG = env.bool("ONESTOP_DEBUG", default=False)
SECRET_KEY = env.str("ONESTOP_SECRET_KEY", default="") or _own_secret_key()
ALLOWED_HOSTS = env.list("ONESTOP_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("ONESTOP_ORIGINS", default=[])

# The district that runs the platform: its GB/T 2260 code, and the name shown in the page head.
HOME_REGION = env.str("ONESTOP_REGION", default="440704")

INSTALLED_APPS = [
    "onestop.accounts",  # first: its templates stand before those of allauth
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django.contrib.staticfiles",
    "ninja",  # the scripts of /api/v1/docs come from our own server
    "onestop.core",
    "onestop.ui",
    "onestop.search",
    "onestop.reference",
    "onestop.thesaurus",
    "onestop.records",
    "onestop.ingest",
    "onestop.indicators",
    "onestop.matching",
    "onestop.demo",
    "onestop.baskets",
    "onestop.watches",
    "onestop.portal",
    "onestop.api",
    "onestop.cli",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "onestop.api.middleware.api_middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "onestop.core.middleware.refuse_nul",
    "onestop.accounts.middleware.SignedInMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "onestop.urls"
WSGI_APPLICATION = "onestop.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "onestop.accounts.context.person",
                "onestop.portal.context.site",
            ],
        },
    }
]

DATABASES = {
    "default": env.db_url("ONESTOP_DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'onestop.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers never wait for the writer; writers queue instead of failing half-way through a transaction.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;"
        # Pages that an import writes again and again go to the database file once in 32 MB, not once in 4.
        " PRAGMA wal_autocheckpoint=8000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The counts of failed sign-ins must be the same in every process; what pages remember for seconds need not be.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "onestop_cache"},
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# Where the search index lives: a folder (tantivy, in the process), or the OpenSearch cluster of this address.
SEARCH_DIR = DATA_DIR / "index"

# What was learnt from the records (onestop.matching): can be thrown away and made anew.
MODELS_DIR = DATA_DIR / "models"
SEARCH_URL = env.str("ONESTOP_SEARCH_URL", default="")

# Small pictures of marks, drawn anew from what an operator loaded (onestop.records.mark_images).
MARK_IMAGES_DIR = DATA_DIR / "mark-images"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "onestop" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise wants it even while nothing is collected in it
NODE_MODULES = Path(env.str("ONESTOP_NODE_MODULES", default=str(BASE_DIR / "node_modules")))
STATICFILES_DIRS = [
    ("vendor/echarts", NODE_MODULES / "echarts" / "dist"),
    ("vendor/htmx", NODE_MODULES / "htmx.org" / "dist"),
]
WHITENOISE_USE_FINDERS = True  # the scripts are served from where npm put them: no collect step on a trial
WHITENOISE_AUTOREFRESH = DEBUG

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = env.bool("ONESTOP_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src-attr": ["'unsafe-inline'"],  # ECharts places its tooltips by style attributes
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# People and sign-in (docs/operators/people.md, ADR 0008). Visitors have no session and no cookie.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses who is locked out, before any password is looked at
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "onestop.accounts.passwords.Length"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "username", "display_name", "organisation")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "portal:home"
SESSION_COOKIE_AGE = 60 * env.int("ONESTOP_SESSION_MINUTES", default=30)  # since the last request
CSRF_COOKIE_HTTPONLY = True

ACCOUNT_ADAPTER = "onestop.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_DISPLAY = "onestop.accounts.adapter.display_name"
ACCOUNT_FORMS = {
    "login": "onestop.accounts.forms.SignInForm",
    "reauthenticate": "onestop.accounts.forms.PasswordAgainForm",
    "change_password": "onestop.accounts.forms.PasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,20/300s/key",  # the key is the name typed; above what locks one address
    "second_factor": "5/300s/key",  # codes tried for one person, from wherever
}
ACCOUNT_SESSION_REMEMBER = False  # shared office machines: closing the browser signs out
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_EMAIL_VERIFICATION = env.str("ONESTOP_EMAIL_VERIFICATION", default="none")
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ONESTOP_PROXIES", default=0)
MFA_ADAPTER = "onestop.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "onestop.accounts.forms.CodeForm",
    "reauthenticate": "onestop.accounts.forms.CodeAgainForm",
    "activate_totp": "onestop.accounts.forms.SetUpForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a district's own network may have no mail at all
MFA_TOTP_TOLERANCE = 1  # one step of 30 s, for clocks that differ (RFC 6238, 5.2)

AXES_FAILURE_LIMIT = env.int("ONESTOP_LOCK_AFTER", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("ONESTOP_LOCK_MINUTES", default=15))
# Person and address together: a stranger elsewhere cannot lock an officer out. What many addresses together may
# try on one account is the limit `login_failed` above.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "onestop.accounts.lockout.who"
AXES_CLIENT_IP_CALLABLE = "allauth.core.internal.httpkit.get_client_ip"
AXES_LOCKOUT_CALLABLE = "onestop.accounts.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

_mail = env.email_url("ONESTOP_EMAIL_URL", default="consolemail://")
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_BACKEND"], _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
DEFAULT_FROM_EMAIL = env.str("ONESTOP_EMAIL_FROM", default="onestop@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("ONESTOP_LOG_LEVEL", default="INFO")},
    "loggers": {
        "opensearch": {"level": "CRITICAL"}
    },  # it logs every request; `search.cluster` says what went wrong
}

# How often the API may be asked in a minute: by one address, and by one person's tokens. 0 is no limit.
API_PER_MINUTE = env.int("ONESTOP_API_PER_MINUTE", default=600)
API_TOKEN_PER_MINUTE = env.int("ONESTOP_API_TOKEN_PER_MINUTE", default=6_000)

# What a form may send. Larger packages are copied into the inbox, which has no limit.
FILE_UPLOAD_HANDLERS = ["onestop.core.uploads.LimitedUpload"]
MAX_UPLOAD_BYTES = 500 * 2**20
