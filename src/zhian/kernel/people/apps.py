from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class PeopleConfig(modules.Module):
    name = "zhian.kernel.people"
    label = "people"
    title = _("People")
