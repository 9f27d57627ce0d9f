"""Run inside an installation: makes the few people of the tests, and says with which session each is signed in."""

import django

django.setup()

from django.test import Client  # noqa: E402

import given  # noqa: E402

hospital = given.a_hospital()
icu = given.a_department("ICU", under=hospital)
people = {
    "nina": given.a_person("nina", icu, "nurse"),
    "hugo": given.a_person("hugo", icu, "head"),
    "quinn": given.a_person("quinn", icu, "quality_office", over=hospital),
    "olga": given.a_person("olga", icu, "quality_office", over=hospital),
    "lena": given.a_person("lena", icu, "leader", over=hospital),
}
for name, person in people.items():
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    print(f"{name}={browser.cookies['sessionid'].value}")
