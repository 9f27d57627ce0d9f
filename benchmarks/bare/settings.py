"""The same database with the same settings, and nothing else."""

from zhian.site.settings import DATABASES, SECRET_KEY, TIME_ZONE, USE_TZ  # noqa: F401

ALLOWED_HOSTS = ["localhost"]
INSTALLED_APPS = ["benchmarks.bare"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "benchmarks.bare.views"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
