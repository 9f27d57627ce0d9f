"""The few people and places that every test uses. Their names tell what they may do."""

import atexit
import gc
import secrets

import pytest
from django.core.cache import caches
from django.test import Client, TransactionTestCase

import given
from zhian.kernel import encryption
from zhian.kernel.audit import guards
from zhian.kernel.web import tokens

PASSWORD = "Correct-Horse-7"

_empty_the_tables = TransactionTestCase._fixture_teardown


def _empty_the_tables_unguarded(test):
    """The database refuses to delete records, but a test that really commits must leave none."""
    guards.take_down()
    _empty_the_tables(test)


TransactionTestCase._fixture_teardown = _empty_the_tables_unguarded


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Marks what touches the database: only that is worth running again on another one."""
    for item in items:
        if item.get_closest_marker("django_db") or "db" in item.fixturenames or "transactional_db" in item.fixturenames:
            item.add_marker("database")


def pytest_collection_finish():
    """What is loaded by now stays to the end: garbage is looked for less often, and not in there."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    atexit.register(gc.unfreeze)  # or libraries take what is left in the end for a leak, and say so


@pytest.fixture(autouse=True)
def _own_files_and_keys(settings, tmp_path_factory):
    """Files and keys of each test lie in a folder of its own, what others asked is forgotten; hashing is quick."""
    caches["process"].clear()
    home = tmp_path_factory.mktemp("home")
    settings.HOME, settings.MEDIA_ROOT, settings.ZHIAN_KEYS = home, home / "files", home / "keys"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LANGUAGE_CODE = "en"
    encryption.create_keys()


@pytest.fixture
def hospital(db):
    return given.a_hospital()


@pytest.fixture
def icu(hospital):
    return given.a_department("ICU", under=hospital)


@pytest.fixture
def wards(hospital):
    """Another department of the same hospital."""
    return given.a_department("Orthopaedics", under=hospital)


@pytest.fixture
def nina(icu):
    """A nurse in the ICU."""
    return given.a_person("nina", icu, "nurse")


@pytest.fixture
def hugo(icu):
    """Head of the ICU."""
    return given.a_person("hugo", icu, "head")


@pytest.fixture
def quinn(hospital, icu):
    """A quality officer of the hospital."""
    return given.a_person("quinn", icu, "quality_office", over=hospital)


@pytest.fixture
def olga(hospital, wards):
    """Another quality officer of the hospital."""
    return given.a_person("olga", wards, "quality_office", over=hospital)


@pytest.fixture
def oscar(db):
    """Somebody from another hospital, where he is everything that counts."""
    elsewhere = given.a_hospital("Other hospital", "OTHER")
    ward = given.a_department("Elsewhere", under=elsewhere)
    oscar = given.a_person("oscar", ward, "quality_office", over=elsewhere)
    for role in ("head", "leader", "auditor"):
        given.a_duty(oscar, role, elsewhere)
    return oscar


@pytest.fixture
def signed_in(db):
    """`signed_in(nina)` is a browser in which Nina has logged in."""

    def browser(person) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return browser


@pytest.fixture
def just_in(db):
    """`just_in(quinn)` is a browser in which Quinn has typed the password again a moment ago."""

    def browser(person) -> Client:
        person.set_password(PASSWORD)
        person.save()
        client = Client()
        client.post("/account/login/", {"login": person.username, "password": PASSWORD})
        client.post("/account/reauthenticate/", {"password": PASSWORD})
        return client

    return browser


@pytest.fixture
def program(db):
    """`program(nina, "incidents:write")` is a program that comes with a token of Nina's."""

    def client(person, *scopes: str) -> Client:
        _token, text = tokens.issue(actor=person, name=secrets.token_hex(4), scopes=scopes or ["*:write"], days=30)
        return Client(headers={"Authorization": f"Bearer {text}"})

    return client
