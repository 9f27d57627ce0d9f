import django_tables2 as tables

from deliveries.models import Delivery
from zhian.kernel.web.filters import RecordFilters
from zhian.kernel.web.forms import DepartmentField, RecordForm
from zhian.kernel.web.pages import RecordPages
from zhian.kernel.web.tables import RecordTable


class DeliveryForm(RecordForm):
    department = DepartmentField()

    class Meta:
        model = Delivery
        fields = ["title", "department", "supplier"]


class DeliveryTable(RecordTable):
    supplier = tables.Column()

    class Meta(RecordTable.Meta):
        model = Delivery
        fields = ["number", "title", "supplier", "state", "due_at"]


class DeliveryFilters(RecordFilters):
    class Meta:
        model = Delivery
        fields = ["q", "state"]


class DeliveryPages(RecordPages[Delivery]):
    model = Delivery
    table = DeliveryTable
    filters = DeliveryFilters
    form = DeliveryForm


app_name = "deliveries"
urlpatterns = DeliveryPages.urls()
