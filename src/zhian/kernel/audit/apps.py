from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules

from . import watch


class AuditConfig(modules.Module):
    name = "zhian.kernel.audit"
    label = "audit"
    title = _("Audit")

    def ready(self) -> None:
        super().ready()
        watch.watch_all_models()
