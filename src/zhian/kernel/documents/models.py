"""The hospital's own Word templates, every version of them."""

from collections.abc import Iterator

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department
from zhian.kernel.records.uploads import is_intact


class Template(models.Model):
    """A version that a hospital put into use; the newest holds. Going back is a newer version with an older file.

    Without a path it is the program's own again.
    """

    append_only = True

    document = models.CharField(_("document"), max_length=60)
    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("hospital"))
    version = models.PositiveIntegerField(_("version"))
    path = models.CharField(max_length=200, blank=True)  # below the media folder
    name = models.CharField(_("name"), max_length=200, blank=True)
    size = models.PositiveIntegerField(_("size"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    note = models.CharField(_("what is different"), max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    added_at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("document template")
        verbose_name_plural = _("document templates")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["hospital", "document", "version"], name="template_version_of_hospital")
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.version}"

    @classmethod
    def faults_outside(cls) -> Iterator[str]:
        """For each file on the disk "" or what is wrong with it; asked where the log is proved."""
        for template in cls.objects.exclude(path="").iterator():
            intact = is_intact(template.path, template.sha256)
            yield (
                ""
                if intact
                else _("The template %(template)s was changed or removed outside the program.") % {"template": template}
            )
