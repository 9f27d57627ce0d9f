from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class WebhooksConfig(modules.Module):
    name = "zhian.kernel.webhooks"
    label = "webhooks"
    title = _("Webhooks")
    menu = [
        modules.MenuItem(
            _("Webhooks"), "webhooks:list", "link", quarter="house", permission="webhooks.manage", order=92
        )
    ]
