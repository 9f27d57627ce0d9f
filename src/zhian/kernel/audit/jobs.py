"""What the worker does for the log."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Schedule

from .sealing import seal

SCHEDULES = [Schedule("audit.seal", _("Seal the audit log"), seal, every=timedelta(seconds=30))]
