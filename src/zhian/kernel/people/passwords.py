"""What a password must be like, beside what Django asks. Which rules hold is a setting, as two standards disagree."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

KINDS = (str.islower, str.isupper, str.isdigit, lambda letter: not letter.isalnum())


class SeveralKinds:
    """Small letters, capitals, digits, signs: at least some of them (GB/T 22239-2019 8.1.4.1 a)."""

    def __init__(self, least: int = 3) -> None:
        self.least = least

    def validate(self, password: str, user: Any = None) -> None:
        if sum(any(map(is_kind, password)) for is_kind in KINDS) < self.least:
            raise ValidationError(self.get_help_text(), code="password_too_simple")

    def get_help_text(self) -> str:
        return _("Use at least %(least)s of these: small letters, capitals, digits, signs.") % {"least": self.least}


class NotThePresentOne:
    """A change must change something."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError(_("This is your present password. Choose another."), code="password_unchanged")

    def get_help_text(self) -> str:
        return _("It differs from the present one.")


class NoLongerThan:
    """Hashing something endless would keep the server busy."""

    def __init__(self, most: int = 128) -> None:
        self.most = most

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > self.most:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return ngettext("At most %(most)s character.", "At most %(most)s characters.", self.most) % {"most": self.most}
