"""Settings of the product. Everything that differs between installations comes from the environment."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.env import Environment, postgresql
from config.logs import LOGGING  # noqa: F401  (a setting)
from config.rounds import rounds
from config.sign_in.providers import providers_from

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

ENVIRONMENT = env.text("ENVIRONMENT", "production", allowed=("development", "production", "test"))
PRODUCTION = ENVIRONMENT == "production"
DEMONSTRATION = ENVIRONMENT == "development"
DEBUG = False

SECRET_KEY = env.secret(
    "SECRET_KEY",
    "not secret: tests only, long enough for the checks of Django" if ENVIRONMENT == "test" else None,
)
# While one key takes the place of another: what was signed and sealed with the former still opens.
SECRET_KEY_FALLBACKS = [key for key in (env.secret("SECRET_KEY_BEFORE", ""),) if key]
ORIGIN = env.text("ORIGIN", "http://testserver" if ENVIRONMENT == "test" else None).rstrip("/")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver" if not PRODUCTION else "")
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set RASSO_ALLOWED_HOSTS to the names that the service answers to")
CSRF_TRUSTED_ORIGINS = [ORIGIN]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "viewflow",
    "viewflow.workflow",
    "casework",
    "workflows",
    "notifications",
]

MIDDLEWARE = [
    # Outermost: what the others answer by themselves, such as a redirect, carries all of it too.
    "config.middleware.EveryAnswerMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.MethodsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.sign_in.middleware.SessionLimitsMiddleware",
    "workflows.pages.signed_out.SignedOutMiddleware",
    "casework.audit.middleware.AuditMiddleware",
    "config.pace.PaceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "workflows.pages.middleware.NavigationMiddleware",
    "notifications.pages.navigation.NoticesMiddleware",
]

ROOT_URLCONF = "config.urls_demonstration" if DEMONSTRATION else "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "casework.pages.context.page",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "casework.pages.env.environment",
            "context_processors": CONTEXT_PROCESSORS,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS[:3]},
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
VIEWFLOW = {"AUTOREGISTER": False}

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **postgresql(os.environ.get("DATABASE_URL", "postgresql:///casework")),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10} if ENVIRONMENT != "test" else False,
            # A busy case answers with a page that says so, instead of a worker that waits.
            "options": "-c lock_timeout=1500",
            "connect_timeout": 5,
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
# Celery names a socket "redis+socket://", the Redis client "unix://".
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://").replace("virtual_host=", "db="),
        "OPTIONS": {
            "socket_connect_timeout": 2,
            "socket_timeout": 2,
            "serializer": "config.cache.JsonSerializer",
        },
    }
}

AUTH_USER_MODEL = "casework.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "casework.people.passwords.WordsOfTheHouseValidator"},
]
ACCOUNT_ADAPTER = "config.accounts.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "login": "casework.pages.account.LoginForm",
    "change_password": "casework.pages.account.ChangePasswordForm",
}
ACCOUNT_SESSION_REMEMBER = False
# Many people of a station share one address: its limit is on failures, and wide on sign-ins. The keys are a
# person from an address (config/accounts.py), so that nobody can lock somebody else out; only wrong codes,
# for which the password must be known, are counted for the person from everywhere too.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "login": "300/m/ip",
    "login_failed": "5/5m/key,20/m/ip",
    "second_factor": "5/5m/key",
    "second_factor_in_all": "50/h/key",
}
SIGN_IN_PROVIDERS = providers_from(env, production=PRODUCTION)
# The address that is counted is the one that the proxy of docs/deploy.md adds, not the proxy's own.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "config.sign_in.session_store"
# How long somebody stays signed in is decided by casework/sign_in/sessions.py. What is kept of a session for
# longer is what was sent too late (casework/drafts), for who signs in again within the hour.
SESSION_COOKIE_AGE = 60 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# By this prefix a browser takes the cookies from this very host alone, and over TLS only.
SESSION_COOKIE_NAME = "__Host-sessionid" if PRODUCTION else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if PRODUCTION else "csrftoken"

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^live$", r"^ready$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [NONE],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1
# What is larger than that is taken by the pages of documents alone, and never held in memory.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "casework.documents.uploads.BoundedUploadHandler",
]
DOCUMENT_MAX_BYTES = env.whole_number("DOCUMENT_MAX_MB", 50) * 1024 * 1024
DOCUMENTS_DIR = env.text(
    "DOCUMENTS_DIR", "/var/lib/casework/documents" if PRODUCTION else str(BASE_DIR / ".state" / "documents")
)
CLAMD = env.service("CLAMD")
# For /.well-known/security.txt. A test says a month before when the day is to be moved on.
SECURITY_CONTACT = env.text("SECURITY_CONTACT", "mailto:security@casework.example")
SECURITY_CONTACT_EXPIRES = env.day("SECURITY_CONTACT_EXPIRES", "2027-09-30")
# Where the daily ends of the audit record go; for a place that those who run the database cannot write to.
AUDIT_HEADS_DIR = env.text(
    "AUDIT_HEADS_DIR",
    "/var/lib/casework/audit-heads" if PRODUCTION else str(BASE_DIR / ".state" / "audit-heads"),
)

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "collected"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False  # its default offers the files to every other site
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION

MAIL_CHANNEL = env.text("MAIL_CHANNEL", "smtp", allowed=("smtp", "notify"))
NOTIFY_URL = env.text("NOTIFY_URL", "https://api.notifications.service.gov.uk")
NOTIFY_API_KEY = env.secret("NOTIFY_API_KEY", "")
NOTIFY_TEMPLATE = env.text("NOTIFY_TEMPLATE", "")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("SMTP_HOST", "localhost")
EMAIL_PORT = env.whole_number("SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.secret("SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.flag("SMTP_TLS", PRODUCTION)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "no-reply@casework.example")

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
SWEEP_SECONDS = env.whole_number("SWEEP_SECONDS", 60)
# Who is told at once waits for this tick: a round that finds nothing costs a few milliseconds.
TELL_SECONDS = env.whole_number("TELL_SECONDS", 15)
# How long a mail may wait past its moment until /ready says so.
MAIL_LATE_SECONDS = env.whole_number("MAIL_LATE_SECONDS", 3_600)
CELERY_BEAT_SCHEDULE = rounds(tell=TELL_SECONDS, sweep=SWEEP_SECONDS)

# The most requests of one person in ten minutes (config/pace.py).
PACE = {"case": 300, "draft": 300, "search": 120, "export": 30}

# Working days; each force's own practice, so settings.
CASEWORK_DUE_SOON_WORKING_DAYS = env.whole_number("DUE_SOON_WORKING_DAYS", 2)
CASEWORK_CRITICAL_AFTER_WORKING_DAYS = env.whole_number("CRITICAL_AFTER_WORKING_DAYS", 5)
# From when the period for early advice runs.
CASEWORK_EARLY_ADVICE_TRIGGER = env.text(
    "EARLY_ADVICE_TRIGGER", "accepted", allowed=("accepted", "requested", "suspect_identified")
)
# At which return of a file those who lead are alerted; local practice too.
CASEWORK_BOUNCE_ALERT_AT = env.whole_number("BOUNCE_ALERT_AT", 3)
# After how many attempts to reach a victim the page says to go to the supervisor.
CASEWORK_ATTEMPTS_BEFORE_SUPERVISOR = env.whole_number("ATTEMPTS_BEFORE_SUPERVISOR", 3)
# Fewer answers of victims than so many are not shown; a choice of the force and area, never below 2.
CASEWORK_VOICE_MINIMUM = max(env.whole_number("VOICE_MINIMUM", 5), 2)
# How long what was typed and not sent is kept, in days.
CASEWORK_DRAFT_DAYS = env.whole_number("DRAFT_DAYS", 30)
# How many pieces of work may be given out, or recorded, at once: each takes some ten statements.
CASEWORK_MOST_AT_ONCE = env.whole_number("MOST_AT_ONCE", 200)
# A restricted case that is opened in an emergency: for how many minutes it is read, how many characters the
# reason must have, and how many numbers of cases somebody may try within an hour.
CASEWORK_BREAK_IN_MINUTES = env.whole_number("BREAK_IN_MINUTES", 60)
CASEWORK_BREAK_IN_REASON = env.whole_number("BREAK_IN_REASON", 20)
CASEWORK_BREAK_IN_ATTEMPTS = env.whole_number("BREAK_IN_ATTEMPTS", 5)

if ENVIRONMENT == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    PACE = {}
    # Not an empty one: that would be allauth's own limits.
    ACCOUNT_RATE_LIMITS = False

env.refuse_unknown()
