from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class PatientsConfig(modules.Module):
    name = "zhian.kernel.patients"
    label = "patients"
    title = _("Patients")
