from zhian.kernel import modules


class DeliveriesConfig(modules.Module):
    name = "deliveries"
    label = "deliveries"
    title = "Deliveries"
    default_auto_field = "django.db.models.BigAutoField"
