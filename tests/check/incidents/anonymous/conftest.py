"""A ward with a poster, and somebody whom nobody knows."""

import pytest
from django.test import Client

from zhian.check.incidents.services.posters import make_poster
from zhian.check.incidents.views import open as pages


@pytest.fixture(autouse=True)
def _unlimited():
    pages.SENDING.forget()
    pages.GUESSING.forget()


@pytest.fixture
def poster(icu, quinn):
    return make_poster(icu, actor=quinn)


@pytest.fixture
def nobody(db):
    """A browser that nobody has signed in with."""
    return Client()
