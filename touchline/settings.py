"""One settings file: safe for production by default, everything else from the environment."""

import secrets
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import dj_database_url
import dj_email_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env

env = Env()
Address = TypeVar("Address", bound=Mapping[str, object])
ROOT = Path(__file__).resolve().parent.parent
HOME = Path(env.str("TOUCHLINE_HOME", default="") or ROOT / "var").resolve()
HOME.mkdir(parents=True, exist_ok=True)
DEBUG = env.bool("TOUCHLINE_DEBUG", default=False)
# pytest-django reads the settings before any conftest could set the environment.
TESTING = env.bool("TOUCHLINE_TESTING", default="pytest" in sys.modules)
PORT = env.int("PORT", default=8000)
# A passkey is bound to a name, never to an address, so the local name is localhost.
SITE_URL = env.str("TOUCHLINE_URL", default=f"http://localhost:{PORT}").rstrip("/")
if not SITE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("TOUCHLINE_URL is the address people type, such as https://touchline.example.")
SITE_HOST = SITE_URL.split("://")[1].split(":")[0].split("/")[0]
HTTPS = SITE_URL.startswith("https://")


def read_address(name: str, parse: Callable[[str], Address], *, form: str) -> Address:
    """Return what an address in the environment means; a wrong one is refused without repeating its password."""
    address: Address | None
    try:
        address = parse(env.str(name))
    except ValueError:
        address = None
    if address is None or not (address.get("ENGINE") or address.get("EMAIL_BACKEND")):
        raise ImproperlyConfigured(f"{name} is not understood. It has the form {form}.")
    return address


def kept_secret(name: str) -> str:
    """Return the secret kept in the home folder, making it on first use."""
    path = HOME / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


SECRET_KEY = env.str("TOUCHLINE_SECRET_KEY", default="") or kept_secret("secret_key")
MFA_KEY = env.str("TOUCHLINE_MFA_KEY", default="") or kept_secret("mfa_key")
ALLOWED_HOSTS = [SITE_HOST, "localhost", "127.0.0.1", *env.list("TOUCHLINE_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ROOT_URLCONF = "touchline.urls"
WSGI_APPLICATION = "touchline.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Touchline's own apps, the lowest first: the one list an app stands in. What else it brings is found in its folder.
TOUCHLINE_APPS = ["people", "timeline", "standard", "crm", "skills", "plans", "oneonones", "week", "demo", "cli"]


def brought(module: str) -> list[str]:
    """The apps with a module of this name, the lowest first."""
    return [app for app in TOUCHLINE_APPS if (ROOT / "touchline" / app / f"{module}.py").exists()]


INSTALLED_APPS = [
    "touchline.ui",  # first, so that its templates stand before allauth's
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "lucide",
    *(f"touchline.{app}" for app in TOUCHLINE_APPS),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "touchline.people.first_run.FirstRunMiddleware",
    "touchline.people.own_zone.OwnZoneMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "touchline.people.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "touchline.ui.pages.PersonalPagesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            # Cotton and template-partials rewrite loaders behind each other's back, so both are set by hand.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "touchline.ui.templatetags.fmt",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "string_if_invalid": "MISSING[%s]" if TESTING else "",
        },
    }
]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
FORM_RENDERER = "touchline.ui.forms.Renderer"
# A page is drawn inside this shell: ui names the question, the composing layer answers it.
TOUCHLINE_SHELL = "touchline.week.shell.shell_for"
# Pages that lower apps lead to without knowing who has them.
TOUCHLINE_PLACES = {
    "home": "week:week",
    "person": "week:rep",
    "palette": "week:palette",
    "first import": "crm:import-new",
    "rhythms": "oneonones:rhythms",
    "calendars": "oneonones:calendars",
    "audit": "timeline:audit",
    "cast": "people:cast",
}
# What a practice is, the app standard says; which there are, the apps above it say.
TOUCHLINE_PRACTICES = [f"touchline.{app}.standard.PRACTICE" for app in reversed(brought("standard"))]
# People are changed below the timeline, which writes down who did it.
TOUCHLINE_RECORD = "touchline.timeline.models.record"
TOUCHLINE_URLS = [f"touchline.{app}.urls" for app in reversed(brought("urls"))]
# What each app has to say about people, and what waits for them: pages above collect it and know no app by name.
TOUCHLINE_OFFERS = [f"touchline.{app}.offer.OFFER" for app in brought("offer")]
# The first-run page can fill a new home with the demo company, which is made above people.
TOUCHLINE_DEMO = "touchline.demo.loading.load"

DATABASES = {"default": dj_database_url.parse(f"sqlite:///{HOME / 'touchline.sqlite3'}")}
if env.str("DATABASE_URL", default=""):
    DATABASES["default"] = read_address(
        "DATABASE_URL", dj_database_url.parse, form="postgres://user:password@host/name"
    )
DATABASES["default"]["CONN_MAX_AGE"] = 300
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # SQLite before 3.51.3 can corrupt a WAL when a checkpoint races a commit, so the worker alone checkpoints.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
        " PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
    }
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["touchline.people.signing_in.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "touchline.people.signing_in.AccountAdapter"
ACCOUNT_FORMS = {"reset_password": "touchline.people.forms.resetting.ResetPasswordForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "touchline.people.signing_in.MFAAdapter"
MFA_FORMS = {"authenticate": "touchline.people.forms.second_factor.AuthenticateForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Touchline"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TOUCHLINE_PROXIES", default=0)

# Without a mail server every mail is dropped: the links in it open accounts, so not even the log may have them.
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="touchline.people.mailing.NoPost")
if env.str("EMAIL_URL", default=""):
    email = read_address("EMAIL_URL", dj_email_url.parse, form="submission://user:password@host:587")
    EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = email["EMAIL_BACKEND"], email["EMAIL_HOST"], email["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = email["EMAIL_HOST_USER"], email["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = email["EMAIL_USE_TLS"], email["EMAIL_USE_SSL"]
DEFAULT_FROM_EMAIL = env.str("TOUCHLINE_FROM", default=f"Touchline <touchline@{SITE_HOST}>")

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "touchline.ui.stylesheet.Finder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
MEDIA_ROOT = HOME / "uploads"

NONE, SELF = "'none'", "'self'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sid", "__Host-csrf"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Limits on files that come through the web; the command line has none.
IMPORT_MAX_BYTES = env.int("TOUCHLINE_IMPORT_MAX_BYTES", default=200 * 1024 * 1024)

# Addresses people type in are called only where they lie outside our network, unless an operator names the host here.
OUTGOING_ALLOWED: list[str] = env.list("TOUCHLINE_OUTGOING_ALLOWED", default=[])

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
