"""The tables of an adverse event, without what the program knows of them."""

from django.db import models


class Submission(models.Model):
    key = models.CharField(max_length=64, primary_key=True)
    status = models.PositiveSmallIntegerField()
    location = models.CharField(max_length=500)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "web_submission"


class Sequence(models.Model):
    name = models.CharField(max_length=100, primary_key=True)
    last = models.PositiveBigIntegerField()

    class Meta:
        managed = False
        db_table = "sequences_sequence"


class Record(models.Model):
    kind = models.CharField(max_length=50)
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=30)
    is_closed = models.BooleanField()
    department_id = models.BigIntegerField()
    hospital_id = models.BigIntegerField()
    author_id = models.BigIntegerField()
    patient_id = models.BigIntegerField(null=True)
    encounter_id = models.BigIntegerField(null=True)
    is_confidential = models.BooleanField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField()

    class Meta:
        managed = False
        db_table = "records_record"


class Incident(models.Model):
    record_ptr_id = models.BigIntegerField(primary_key=True)
    category = models.CharField(max_length=4)
    event_kind = models.CharField(max_length=20)
    occurred_at = models.DateTimeField()
    place = models.CharField(max_length=100)
    account = models.TextField()
    immediate_action = models.TextField()
    harm = models.CharField(max_length=10)
    grade = models.PositiveSmallIntegerField(null=True)
    feedback = models.TextField()

    class Meta:
        managed = False
        db_table = "incidents_incident"


class Transition(models.Model):
    record_id = models.BigIntegerField()
    step = models.CharField(max_length=30)
    before = models.CharField(max_length=30)
    after = models.CharField(max_length=30)
    actor_id = models.BigIntegerField()
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        managed = False
        db_table = "records_transition"


class Turn(models.Model):
    record_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=30)
    department_id = models.BigIntegerField()
    due_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "records_turn"


class Entry(models.Model):
    content_type_id = models.IntegerField()
    object_pk = models.CharField(max_length=255)
    object_id = models.BigIntegerField()
    object_repr = models.TextField()
    action = models.PositiveSmallIntegerField()
    changes = models.JSONField()
    changes_text = models.TextField(default="")
    actor_id = models.BigIntegerField()
    cid = models.CharField(max_length=255, null=True)
    timestamp = models.DateTimeField()
    salt = models.CharField(max_length=32)
    leaf_hash = models.CharField(max_length=64, default="")

    class Meta:
        managed = False
        db_table = "audit_entry"


class News(models.Model):
    record_id = models.BigIntegerField()
    what = models.CharField(max_length=20)
    step = models.CharField(max_length=30)
    state = models.CharField(max_length=30)
    actor_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "notices_news"


class Notice(models.Model):
    news_id = models.BigIntegerField()
    person_id = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "notices_notice"
