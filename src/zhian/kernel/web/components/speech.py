"""Languages, and what the scripts say."""

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def language_name(code: str) -> str:
    """A language in its own words."""
    return str(get_language_info(code)["name_local"])


@register.simple_tag
def script_words() -> SafeString:
    """The sentences that the scripts say, in the reader's language."""
    return json_script(
        {
            "sending": _("Sending …"),
            "slow": _("This takes longer than usual. You may press again: it will not be filed twice."),
            "offline": _("There is no connection. Your words are kept in this browser; send again when it is back."),
            "sendingAgain": _(
                "There is no connection just now. It is sent again by itself until it arrives, and never filed twice:"
                " leave this page open."
            ),
            "sendNow": _("Try now"),
            "stopSending": _("Stop and go on writing"),
            "restored": _("Your draft of %(when)s has been put back."),
            "discard": _("Discard the draft"),
            "kept": _("Draft kept in this browser"),
            "people": _("People to mention"),
            "copied": _("Copied"),
            "keyRefused": _("The security key was not accepted, or the time ran out. Try again, or take another way."),
            "language": get_language(),
        },
        "words",
    )
