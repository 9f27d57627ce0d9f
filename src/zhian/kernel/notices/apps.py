from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class NoticesConfig(modules.Module):
    name = "zhian.kernel.notices"
    label = "notices"
    title = _("Notices")
