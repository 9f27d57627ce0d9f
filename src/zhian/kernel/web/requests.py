"""Requests as pages get them once somebody has logged in."""

from django.http import HttpRequest

from zhian.kernel.people.models import User


class Request(HttpRequest):
    """A request of a person with an account; for types only, Django makes the object."""

    user: User
