"""What came, and from whom."""

from django.db import models

from zhian.kernel.records.models import Record

from .permissions import visible_to
from .workflow import DELIVERY


class Delivery(Record):
    workflow = DELIVERY
    prefix = "DL"
    visible_to = staticmethod(visible_to)

    supplier = models.CharField("supplier", max_length=100)

    class Meta:
        verbose_name = "delivery"
        verbose_name_plural = "deliveries"
