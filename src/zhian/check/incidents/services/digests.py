"""Making the digest of last month, once for each hospital, and telling all staff of it in portions."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime, make_aware

from zhian.kernel.moment import now, today
from zhian.kernel.notices.models import News, What
from zhian.kernel.notices.services import tell
from zhian.kernel.people.models import Department, DepartmentKind, User

from ..models import Digest, Incident, Lesson
from .lessons import hospitals_of

PORTION = 500  # people told in one transaction
FROM = time(8)  # on the first day of the next month


def send_digests() -> int:
    """Make what is missing and tell whoever was not told yet; returns how many people were told.

    It may be broken off at any moment: nobody is told twice, and nobody is left out.
    """
    if localtime(now()).day == 1 and localtime(now()).time() < FROM:
        return 0
    hospitals = Department.objects.filter(kind=DepartmentKind.HOSPITAL, is_open=True)
    return sum(_send(digest) for hospital in hospitals if (digest := digest_of_last_month(hospital)))


def digest_of_last_month(hospital: Department) -> Digest | None:
    """Made now, or already there; None where nothing was reported and nothing published."""
    month = (today().replace(day=1) - timedelta(days=1)).replace(day=1)
    with transaction.atomic():
        digest, is_new = Digest.objects.get_or_create(hospital=hospital, month=month)
        if is_new:
            _fill(digest)
        if digest.reported or digest.lessons.exists():
            return digest
        transaction.set_rollback(True)
        return None


def digests_for(user: User) -> QuerySet[Digest]:
    """Those of the person's hospital, and of those that a duty covers."""
    return Digest.objects.filter(hospital__in=hospitals_of(user)).select_related("hospital")


def _fill(digest: Digest) -> None:
    within = (_begin(digest.month), _begin(digest.next_month))
    incidents = Incident.objects.filter(hospital=digest.hospital)
    digest.reported = incidents.filter(created_at__gte=within[0], created_at__lt=within[1]).count()
    digest.closed = incidents.filter(state="closed", closed_at__gte=within[0], closed_at__lt=within[1]).count()
    digest.save()
    published = Lesson.objects.filter(hospital=digest.hospital, published_at__gte=within[0])
    digest.lessons.set(published.filter(published_at__lt=within[1]))


def _send(digest: Digest) -> int:
    """Portion by portion, each with the mark of how far it came."""
    told = 0
    while digest.sent_at is None:
        told += _tell_next(digest)
    return told


@transaction.atomic
def _tell_next(digest: Digest) -> int:
    digest.refresh_from_db(from_queryset=Digest.objects.select_for_update())
    staff = User.objects.filter(is_active=True, department__hospital=digest.hospital).exclude(reach__digest=False)
    people = list(staff.filter(pk__gt=digest.told_up_to).order_by("pk")[:PORTION]) if digest.sent_at is None else []
    if people:
        digest.news = digest.news or News.objects.create(what=What.DIGEST, page=digest.get_absolute_url())
        tell(digest.news, people, department=digest.hospital)
        digest.told_up_to = people[-1].pk
    else:
        digest.sent_at = digest.sent_at or now()
    digest.save()
    return len(people)


def _begin(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))
