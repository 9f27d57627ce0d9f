"""Indicators for programs."""

from . import alerts, house, marks, own, returns, values

router = values.router
router.add_router("", house.router)
router.add_router("", marks.router)
router.add_router("", own.checking)
beside = {
    "indicators/alerts": alerts.router,
    "indicators/returns": returns.router,
    "indicators/own": own.router,
}
