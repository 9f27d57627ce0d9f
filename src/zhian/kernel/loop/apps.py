from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class LoopConfig(modules.Module):
    name = "zhian.kernel.loop"
    label = "loop"
    title = _("Findings and actions")
    menu = [modules.MenuItem(_("Findings and actions"), "loop:finding-list", "tool", quarter="act", order=10)]
