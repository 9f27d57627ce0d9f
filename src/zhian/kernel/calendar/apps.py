from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class CalendarConfig(modules.Module):
    name = "zhian.kernel.calendar"
    label = "calendar"
    title = _("Working days")
