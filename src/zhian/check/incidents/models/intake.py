"""What came in without a name and waits for the next batch."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.encryption import EncryptedTextField


def random_key() -> int:
    """Neither a row's key nor its place in the table says which came first. Fits into eight bytes."""
    return secrets.randbits(62) + 1


class Intake(models.Model):
    """Encrypted, without a moment: `release_at` is the hour at which all that came meanwhile is handed over at once."""

    audited = False  # the moment of an entry would be the moment of the report

    id = models.BigAutoField(primary_key=True, default=random_key, editable=False)
    key = models.CharField(max_length=64, unique=True)  # hash of the receipt, or of an answer: the same again is one
    release_at = models.DateTimeField(_("handed over at"))
    told = EncryptedTextField(_("what was told"))

    class Meta:
        verbose_name = _("report that waits for its release")
        verbose_name_plural = _("reports that wait for their release")

    def __str__(self) -> str:
        return self.key[:8]
