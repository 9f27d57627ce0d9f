from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class AuditConfig(modules.Module):
    name = "zhian.kernel.audit"
    label = "audit"
    title = _("Audit")
