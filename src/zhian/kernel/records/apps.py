from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class RecordsConfig(modules.Module):
    name = "zhian.kernel.records"
    label = "records"
    title = _("Records")
