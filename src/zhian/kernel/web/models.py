"""What the pages themselves remember: forms already answered, and filters that somebody saved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department


class Submission(models.Model):
    """A form or call that was carried out, and its answer: the same one again gets the same answer."""

    audited = False

    key = models.CharField(max_length=64, primary_key=True)  # a hash of who, where, the form's own key, and its content
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self) -> str:
        return self.key


class SavedFilter(models.Model):
    """A list as somebody wants to see it again; shared ones are seen by everyone in the hospital."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    hospital = models.ForeignKey(Department, models.CASCADE, null=True, blank=True, related_name="+")
    page = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(_("for the whole hospital"), default=False)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="filter_named_once")]

    def __str__(self) -> str:
        return self.name


class Token(models.Model):
    """How a program comes in, in a person's name. Its text is shown once; only the digest is kept."""

    unaudited_fields = ("last_used_on",)  # it changes without anybody's deed

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the text
    sessions_key = models.CharField(max_length=32, editable=False)  # the person's: who is signed out everywhere, is
    scopes = models.JSONField(_("may"), default=list)  # incidents:read, *:write …
    created_at = models.DateTimeField(_("made"), default=now)
    expires_at = models.DateTimeField(_("expires"))
    last_used_on = models.DateField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_alive(self) -> bool:
        is_signed_in = self.sessions_key == self.person.sessions_key
        return is_signed_in and self.revoked_at is None and self.expires_at > now()

    def allows(self, name: str, way: str) -> bool:
        """Whether its scopes open this part; whoever may write may read."""
        ways = ("read", "write") if way == "read" else ("write",)
        return any(f"{part}:{each}" in self.scopes for part in (name, "*") for each in ways)
