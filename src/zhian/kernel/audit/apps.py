from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules

from . import guards


class AuditConfig(modules.Module):
    name = "zhian.kernel.audit"
    label = "audit"
    title = _("Audit")

    def ready(self) -> None:
        super().ready()
        pre_migrate.connect(guards.before_migrations, sender=self)
        post_migrate.connect(guards.put_up, sender=self)
