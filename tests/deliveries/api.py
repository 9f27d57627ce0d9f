from zhian.kernel.web.api import record_router

from .urls import DeliveryPages

router = record_router(DeliveryPages())
