from django.urls import path

from .views import again, edit_webhook, list_webhooks, new_webhook, renew, test

app_name = "webhooks"
urlpatterns = [
    path("", list_webhooks, name="list"),
    path("new/", new_webhook, name="new"),
    path("<int:pk>/", edit_webhook, name="edit"),
    path("<int:pk>/secret/", renew, name="secret"),
    path("<int:pk>/test/", test, name="test"),
    path("<int:pk>/again/", again, name="again"),
]
