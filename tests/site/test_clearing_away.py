"""What the worker clears away: only what is old, and only what nobody knows any more."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session

import given
from zhian.kernel.moment import at, now
from zhian.kernel.notices.jobs import forget_old
from zhian.kernel.notices.models import News, Notice
from zhian.kernel.people.jobs import forget_imports
from zhian.kernel.people.models import Import
from zhian.kernel.records.jobs import remove_orphans
from zhian.kernel.records.models import Attachment
from zhian.kernel.web.jobs import forget_submissions
from zhian.kernel.web.models import Submission
from zhian.site.jobs import forget_sessions

pytestmark = pytest.mark.django_db


def a_file(settings, name, *, days_old):
    path = Path(settings.MEDIA_ROOT) / "attachments" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"content")
    moment = (now() - timedelta(days=days_old)).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_tables_that_nobody_agreed_to_are_forgotten_after_a_day(nina):
    with at(now() - timedelta(days=2)):
        Import.objects.create(actor=nina, file_name="old.csv", tables=[])
    kept = Import.objects.create(actor=nina, file_name="new.csv", tables=[])
    forget_imports()
    assert list(Import.objects.all()) == [kept]


def test_only_old_files_that_no_record_knows_are_removed(nina, settings):
    known, new, lost = (
        a_file(settings, "ab/known", days_old=9),
        a_file(settings, "ab/new", days_old=0),
        a_file(settings, "cd/lost", days_old=2),
    )
    Attachment.objects.create(
        record=given.a_fall(by=nina), key="key", path="attachments/ab/known", name="x", size=7, added_by=nina
    )
    assert remove_orphans() == 1
    assert (known.exists(), new.exists(), lost.exists()) == (True, True, False)


def test_answers_to_forms_are_kept_for_a_week():
    Submission.objects.create(key="old", at=now() - timedelta(days=8))
    Submission.objects.create(key="new", at=now() - timedelta(days=6))
    forget_submissions()
    assert [kept.key for kept in Submission.objects.all()] == ["new"]


def test_sessions_that_are_over_are_forgotten(nina, signed_in):
    signed_in(nina)
    forget_sessions()
    assert Session.objects.count() == 1
    Session.objects.update(expire_date=now() - timedelta(seconds=1))
    forget_sessions()
    assert not Session.objects.exists()


def test_old_news_leave_the_inbox(nina, quinn):
    given.a_fall(by=nina)
    forget_old()
    assert Notice.objects.count() == 1
    with at(now() + timedelta(days=401)):
        forget_old()
    assert not News.objects.exists()
