"""The settings of an installation; what differs between two of them comes from the environment."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from .database import database
from .secret import secret_from

env = environ.Env()


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


SOURCE = Path(__file__).resolve().parents[1]
HOME = Path(env("ZHIAN_HOME", default=str(Path.cwd() / "var"))).absolute()  # database, files and keys live below it
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)

DEBUG = env.bool("ZHIAN_DEBUG", default=False)
SECRET_KEY = env("ZHIAN_SECRET_KEY", default="") or secret_from(HOME / "secret.key")
ALLOWED_HOSTS = env.list("ZHIAN_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("ZHIAN_ORIGINS", default=[])
HTTPS = env.bool("ZHIAN_HTTPS", default=False)  # behind a server that speaks TLS

# Where the data are ----------------------------------------------------------------------------------------
DATABASES = {"default": database(env.db("ZHIAN_DATABASE", default=f"sqlite:///{HOME / 'zhian.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = HOME / "files"
ZHIAN_KEYS = Path(env("ZHIAN_KEYS", default=str(HOME / "keys")))  # never in the database, never in its backup
LEAST_FREE_BYTES = env.int("ZHIAN_LEAST_FREE_MB", default=300) * 1024 * 1024  # below it nothing new is taken
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
LAKE = env("ZHIAN_LAKE", default=str(HOME / "lake"))  # the facts that indicators are measured by
LARGEST_IMPORT_BYTES = env.int("ZHIAN_LARGEST_IMPORT_MB", default=2048) * 1024 * 1024
LARGEST_FILE_BYTES = 20 * 1024 * 1024

# What it is made of ----------------------------------------------------------------------------------------
DJANGO = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]
LIBRARIES = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "auditlog",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "sequences",
    "tree_queries",
]
PARTS = (
    "people",
    "audit",
    "calendar",
    "patients",
    "records",
    "notices",
    "web",
    "documents",
    "loop",
    "clocks",
    "webhooks",
)
KERNEL = [f"zhian.kernel.{name}" for name in PARTS]
OWN_MODULES = env.list("ZHIAN_MODULES", default=[])  # that a hospital adds
MODULES = ["zhian.do.feeds", "zhian.check.incidents", "zhian.check.indicators", "zhian.act.liability", *OWN_MODULES]
INSTALLED_APPS = ["zhian.site", *KERNEL, *MODULES, *LIBRARIES, *DJANGO]

MIDDLEWARE = [
    "zhian.kernel.web.traceless.traceless",  # before all others: what it drops, none of them has seen
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhian.kernel.web.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zhian.kernel.web.middleware.chosen_language",
    "zhian.kernel.web.middleware.free_space",
    "zhian.kernel.web.middleware.timeouts",
    "zhian.kernel.web.middleware.programs",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhian.site.account.middleware.first_things_first",
    "zhian.kernel.audit.acting.actor_of_request",
    "django_htmx.middleware.HtmxMiddleware",
    "zhian.kernel.web.middleware.refusals",
]
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
                "zhian.kernel.web.context.shell",
                "zhian.site.inbox.unread_count",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
ROOT_URLCONF = "zhian.site.urls"
WSGI_APPLICATION = "zhian.site.wsgi.application"
STATIC_URL = "/static/"
STATIC_ROOT = env("ZHIAN_STATIC", default="")  # where collectstatic has put them, compressed and named by content
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_ROOT  # else straight from the source: nothing to collect before a demo or a test
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "zhian_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # wrong tries are counted in it: flooding must not wash them out
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},  # what each process counts by itself
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Webhooks go to public addresses, and to these networks of the house: ZHIAN_WEBHOOK_NETWORKS=10.20.0.0/16,…
WEBHOOK_NETWORKS = env.list("ZHIAN_WEBHOOK_NETWORKS", default=[])

# Languages and zone ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
TIME_ZONE = env("ZHIAN_TIME_ZONE", default="Asia/Shanghai")
USE_TZ = True

# Who may come in -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Two standards contradict each other: classified protection (GB/T 22239-2019, 8.1.4.1) wants several kinds of letters
# and a change every so often; OWASP ASVS 5.0 (6.2.5, 6.2.10) forbids both and wants length. The hospital chooses.
PASSWORD_PROFILES = {
    "dengbao3": {"length": 10, "kinds": 3, "days": 90},
    "asvs": {"length": 15, "kinds": 1, "days": 0},
}
PASSWORD_PROFILE = PASSWORD_PROFILES[env("ZHIAN_PASSWORDS", default="dengbao3")]
PASSWORD_DAYS = env.int("ZHIAN_PASSWORD_DAYS", default=PASSWORD_PROFILE["days"])  # 0: as long as one likes
VALIDATION = "django.contrib.auth.password_validation"
OWN_VALIDATION = "zhian.kernel.people.passwords"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone")},
    },
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": PASSWORD_PROFILE["length"]}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATION}.NumericPasswordValidator"},
    {"NAME": f"{OWN_VALIDATION}.SeveralKinds", "OPTIONS": {"least": PASSWORD_PROFILE["kinds"]}},
    {"NAME": f"{OWN_VALIDATION}.NotThePresentOne"},
    {"NAME": f"{OWN_VALIDATION}.NoLongerThan"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_DISPLAY = str
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "zhian.site.account.adapters.AccountAdapter"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds in which a deed that wants the password again is believed without
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",  # at eight o'clock a whole hospital signs in, often from one address
    "login_failed": "30/m/ip,5/5m/key",  # the key is the account and, where it knows it, the browser
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ZHIAN_PROXIES", default=1 if HTTPS else 0)  # servers before this one
MFA_ADAPTER = "zhian.site.account.adapters.SecondFactorAdapter"
# Whose duties open most needs more than a password, where the way is encrypted; empty for nobody.
MFA_ROLES = env.list(
    "ZHIAN_MFA_ROLES", default=["system_admin", "security_admin", "audit_admin", "quality_office"] if HTTPS else []
)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "质安 Zhian"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# The hospital's own sign-on (OpenID Connect), where it has one. It names the staff number; it makes nobody known here.
OIDC_ISSUER = env("ZHIAN_OIDC_ISSUER", default="")
OIDC_CLAIM = env("ZHIAN_OIDC_CLAIM", default="preferred_username")
SOCIALACCOUNT_ADAPTER = "zhian.site.account.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "hospital",
                "name": env("ZHIAN_OIDC_NAME", default=_("the hospital's sign-on")),
                "client_id": env("ZHIAN_OIDC_CLIENT", default=""),
                "secret": env("ZHIAN_OIDC_SECRET", default=""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

SESSION_IDLE = timedelta(minutes=env.int("ZHIAN_IDLE_MINUTES", default=30))
SESSION_LONGEST = timedelta(hours=env.int("ZHIAN_SESSION_HOURS", default=12))
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
CSRF_FAILURE_VIEW = "zhian.kernel.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *([_origin(OIDC_ISSUER)] if OIDC_ISSUER else [])],
        "frame-ancestors": [NONE],
    }
}

# Reports without a name ------------------------------------------------------------------------------------
RELEASE_EVERY = timedelta(minutes=env.float("ZHIAN_RELEASE_MINUTES", default=60))  # they are handed over in batches
OPEN_FORMS_AN_HOUR = env.int("ZHIAN_OPEN_FORMS_AN_HOUR", default=300)  # from one address; a hospital often has just one
SEAL_DAYS = env.int("ZHIAN_SEAL_DAYS", default=90)  # after closing, who reported under seal is destroyed; 0: never
WRONG_RECEIPTS_AN_HOUR = env.int("ZHIAN_WRONG_RECEIPTS_AN_HOUR", default=30)

API_REQUESTS_A_MINUTE = env.int("ZHIAN_API_REQUESTS_A_MINUTE", default=600)  # for each token or person

# What is kept of what happened -----------------------------------------------------------------------------
AUDITLOG_LOGENTRY_MODEL = "audit.Entry"
MIGRATION_MODULES = {"auditlog": None}  # they would make the table that ours replaces, and nothing could empty people's
AUDITLOG_DISABLE_REMOTE_ADDR = True  # who, what and when are enough; an address could betray a reporter
AUDITLOG_STORE_JSON_CHANGES = True

# Figures ---------------------------------------------------------------------------------------------------
SMALL_CELLS = env.int("ZHIAN_SMALL_CELLS", default=5)  # the least count that is shown where it could point at a person

# How people are reached ------------------------------------------------------------------------------------
NOTICE_CHANNELS = env.list("ZHIAN_CHANNELS", default=[])  # apprise addresses of group chats: wecombot://…, dingtalk://…
MAIL_CHANNEL = env("ZHIAN_MAIL", default="")  # apprise address of the mail server: mailtos://user:pass@host
SITE_ADDRESS = env("ZHIAN_ADDRESS", default="http://127.0.0.1:8000")  # what links in mail begin with

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"untold": {"()": "zhian.kernel.web.traceless.Untold"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["untold"]},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {"apprise": {"handlers": ["nowhere"], "propagate": False}},  # it tells keys; what failed is on a page
    "root": {"handlers": ["console"], "level": env("ZHIAN_LOG_LEVEL", default="WARNING")},
}
NAME = _("Zhian")
