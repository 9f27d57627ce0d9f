"""What the worker does for incidents."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Schedule

from .services.digests import send_digests
from .services.filling import fill_facts
from .services.newer import look_for_newer
from .services.old_reports import carry_out_all
from .services.release import release
from .services.similar import count_words

SCHEDULES = [
    Schedule(
        "incidents.count_words", _("Count how common each word of the reports is"), count_words, every=timedelta(days=1)
    ),
    Schedule("incidents.facts", _("Fill up the table behind the figures"), fill_facts, every=timedelta(minutes=1)),
    Schedule("incidents.release", _("Hand over what came in without a name"), release, every=timedelta(seconds=10)),
    Schedule("incidents.old_reports", _("Take over old reports"), carry_out_all, every=timedelta(seconds=5)),
    Schedule(
        "incidents.newer_editions",
        _("Tell the office that the program brought newer questions"),
        look_for_newer,
        every=timedelta(hours=6),
    ),
    Schedule("incidents.digest", _("Tell all staff last month's lessons"), send_digests, every=timedelta(hours=1)),
]
