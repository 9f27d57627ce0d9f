"""A poster on the wall of a ward: its code leads to a report without a name."""

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike
LENGTH = 8


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _place in range(LENGTH))


class Poster(models.Model):
    """Hangs in one department, or anywhere in the hospital. Its code is no secret: it names the place."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="posters", verbose_name=_("department or hospital")
    )
    code = models.CharField(_("code"), max_length=20, unique=True, default=new_code, editable=False)
    is_open = models.BooleanField(_("open"), default=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(_("made at"), default=now, editable=False)

    class Meta:
        verbose_name = _("poster")
        verbose_name_plural = _("posters")
        ordering = ["-is_open", "department__code", "-pk"]

    def __str__(self) -> str:
        return f"{self.department} {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("anonymous:poster", args=[self.code])

    @property
    def takes_reports(self) -> bool:
        """Whether it was not withdrawn, and its ward not closed."""
        return self.is_open and self.department.is_open
