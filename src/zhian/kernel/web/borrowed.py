"""Sentences that Django says on our pages: named here so that our own catalogue says them in the hospital's words."""

from django.utils.translation import gettext_noop

BORROWED = (gettext_noop("This field is required."),)
