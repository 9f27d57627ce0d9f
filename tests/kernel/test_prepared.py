"""A question that is put together once answers as if it were put together each time."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhian.kernel.people.models import User
from zhian.kernel.people.services import holders
from zhian.kernel.prepared import prepared

asked = []


@prepared
def working_in(names, department):
    asked.append(names)
    return User.objects.select_related("department__hospital").filter(username__in=names, department=department)


def test_it_is_put_together_once_and_asked_with_other_values(nina, hugo, icu, wards):
    asked.clear()
    assert working_in(("nina", "oscar"), icu.pk) == [nina]
    assert working_in(("hugo", "nobody"), icu.pk) == [hugo]
    assert working_in(("hugo", "nina"), wards.pk) == []
    assert len(asked) == 1


def test_a_tuple_of_another_length_is_another_question(nina, hugo, icu):
    assert working_in(("nina",), icu.pk) == [nina]
    assert set(working_in(("nina", "hugo", "oscar"), icu.pk)) == {nina, hugo}


def test_rows_are_as_the_model_has_them_with_what_belongs_to_them(nina, hugo, icu):
    working_in(("hugo",), icu.pk)
    with CaptureQueriesContext(connection) as questions:
        [found] = working_in(("nina",), icu.pk)
        assert found.department.hospital == nina.department.hospital
    assert len(questions) == 1
    known = User.objects.get(pk=nina.pk)
    assert [getattr(found, field.attname) for field in User._meta.concrete_fields] == [
        getattr(known, field.attname) for field in User._meta.concrete_fields
    ]


def test_who_holds_a_role_is_asked_anew_each_time(quinn, olga, icu):
    assert set(holders(["quality_office", "safety_office"], icu)) == {quinn, olga}
    olga.is_active = False
    olga.save()
    quinn.duties.update(role="safety_office")
    assert holders(["quality_office", "safety_office"], icu) == [quinn]
    assert holders("quality_office", icu) == []
