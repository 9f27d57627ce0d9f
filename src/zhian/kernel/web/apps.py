from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class WebConfig(modules.Module):
    name = "zhian.kernel.web"
    label = "web"
    title = _("Pages")
