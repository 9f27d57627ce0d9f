"""Encryption at rest: nobody reads, swaps or forges a value without the key file, and keys can be changed."""

import json
import stat

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhian.kernel import encryption
from zhian.kernel.encryption import EncryptedTextField, KeysMissing, Unreadable, ciphers, keys

HERE = "patients.patient.name"
keyed = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.ZHIAN_KEYS = tmp_path / "keys" / "zhian.json"
    return encryption.create_keys()


@pytest.fixture
def patient(transactional_db):
    """A model with an encrypted name, and its table."""
    with isolate_apps("zhian"):

        class Patient(models.Model):
            name = EncryptedTextField(null=True)
            ward = models.TextField(default="")

            class Meta:
                app_label = "zhian"
                db_table = "encryption_patient"

        with connection.schema_editor() as editor:
            editor.create_model(Patient)
        yield Patient
        with connection.schema_editor() as editor:
            editor.delete_model(Patient)


def stored(pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM encryption_patient WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def write(pk, token):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE encryption_patient SET name = %s WHERE id = %s", [token, pk])


# ---- one value


@keyed
@given(st.text())
def test_what_was_encrypted_is_read_back(text):
    assert encryption.decrypt(encryption.encrypt(text, HERE), HERE) == text


@pytest.mark.parametrize("cipher", ["a256gcm", "sm4gcm"])
def test_each_value_names_its_cipher_and_its_key(cipher):
    if not ciphers.CIPHERS[cipher].is_offered():
        pytest.skip(f"{cipher} is not in this machine's OpenSSL")
    key = encryption.add_key(cipher)
    token = encryption.encrypt("张三", HERE)
    assert token.startswith(f"{cipher}:{key}:")
    assert encryption.decrypt(token, HERE) == "张三"


def test_sm4_agrees_with_the_published_vector():
    """RFC 8998, appendix A.1."""
    if not ciphers.CIPHERS["sm4gcm"].is_offered():
        pytest.skip("sm4gcm is not in this machine's OpenSSL")
    clear = bytes.fromhex(
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"
    )
    sealed = ciphers.CIPHERS["sm4gcm"].seal(
        bytes.fromhex("0123456789abcdeffedcba9876543210"),
        bytes.fromhex("00001234567800000000abcd"),
        clear,
        bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
    )
    assert sealed.hex() == (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )


def test_aes_agrees_with_the_published_vector():
    """The GCM specification of McGrew and Viega, test case 16."""
    sealed = ciphers.CIPHERS["a256gcm"].seal(
        bytes.fromhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
        bytes.fromhex("cafebabefacedbaddecaf888"),
        bytes.fromhex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
        ),
        bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
    )
    assert sealed.hex().endswith("76fc6ece0f4e1768cddf8853bb2d551b")


def test_the_same_name_twice_does_not_look_the_same():
    assert encryption.encrypt("张三", HERE) != encryption.encrypt("张三", HERE)


def test_a_value_moved_to_another_column_is_refused():
    token = encryption.encrypt("张三", HERE)
    with pytest.raises(Unreadable, match=r"patients\.patient\.address was changed or moved"):
        encryption.decrypt(token, "patients.patient.address")


@keyed
@given(st.text(max_size=20), st.data())
def test_a_value_with_one_letter_changed_is_refused(text, data):
    token = encryption.encrypt(text, HERE)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("ABCxyz019-_:=é").filter(lambda other: other != token[place]))
    changed = token[:place] + letter + token[place + 1 :]
    try:
        assert encryption.decrypt(changed, HERE) == text  # only where the change is in unused bits of base64
    except Unreadable:
        return
    assert place >= token.rindex(":") + len(token[token.rindex(":") :].rstrip("=")) - 2


@pytest.mark.parametrize(
    "token", ["", "张三", "a256gcm:k1", "a256gcm:k1:", "rot13:k1:AAAA", "a256gcm:k1:AAAA", "a256gcm:k1:é"]
)
def test_what_is_not_a_token_is_refused_in_a_sentence(token):
    with pytest.raises(Unreadable, match=r"^The value in patients\.patient\.name .*\.$"):
        encryption.decrypt(token, HERE)


def test_a_value_under_a_key_that_is_gone_names_the_key():
    with pytest.raises(Unreadable, match="needs the key a256gcm:k7, which is not in the key file"):
        encryption.decrypt("a256gcm:k7:AAAA", HERE)


def test_a_value_of_another_hospital_with_the_same_key_name_is_refused(settings, tmp_path):
    token = encryption.encrypt("张三", HERE)
    settings.ZHIAN_KEYS = tmp_path / "other.json"
    encryption.create_keys()
    with pytest.raises(Unreadable, match="its key is a different one"):
        encryption.decrypt(token, HERE)


# ---- the key file


def test_only_its_owner_may_read_the_key_file(key_file):
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


def test_a_key_file_is_never_replaced_by_a_new_one(key_file):
    before = key_file.read_bytes()
    with pytest.raises(FileExistsError):
        encryption.create_keys()
    assert key_file.read_bytes() == before


def test_without_a_key_file_nothing_is_encrypted_and_the_sentence_says_what_to_do(key_file):
    key_file.unlink()
    with pytest.raises(KeysMissing, match=r"There is no key file at .*zhian\.json"):
        encryption.encrypt("张三", HERE)


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"active": "k1"', '{"active": "k1", "keys": {}}', "null"])
def test_a_damaged_key_file_is_not_used(key_file, damage):
    key_file.write_text(damage)
    with pytest.raises(KeysMissing, match="is damaged"):
        encryption.encrypt("张三", HERE)


def test_a_key_of_the_wrong_length_is_not_used(key_file):
    content = json.loads(key_file.read_text())
    content["keys"]["k1"]["secret"] = "AAAA"
    key_file.write_text(json.dumps(content))
    with pytest.raises(KeysMissing, match="is damaged"):
        encryption.encrypt("张三", HERE)


def test_a_new_key_becomes_active_and_the_old_one_still_reads(key_file):
    old = encryption.encrypt("张三", HERE)
    assert encryption.add_key() == "k2"
    assert encryption.encrypt("张三", HERE).startswith("a256gcm:k2:")
    assert encryption.decrypt(old, HERE) == "张三"
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [path.name for path in key_file.parent.iterdir()] == ["zhian.json"]


def test_the_name_of_a_key_that_was_removed_is_not_given_again(key_file):
    encryption.add_key()
    content = json.loads(key_file.read_text())
    del content["keys"]["k1"]
    key_file.write_text(json.dumps(content))
    assert encryption.add_key() == "k3"


def test_an_unknown_cipher_is_refused():
    with pytest.raises(ValueError, match="rot13 is not offered"):
        encryption.add_key("rot13")


def test_a_signature_holds_for_its_signer_and_its_data_only():
    signature, identity = encryption.sign(b"head"), encryption.signing_identity()
    assert encryption.signed_by(identity, b"head", signature)
    assert not encryption.signed_by(identity, b"heads", signature)
    assert not encryption.signed_by(bytes(32), b"head", signature)
    assert not encryption.signed_by(b"short", b"head", signature)


# ---- finding and hiding


def test_the_lookup_hash_is_the_same_for_the_same_value_in_the_same_place_only():
    number = "330106199001011234"
    hashed = encryption.blind_index(number, "patients.patient.identity")
    assert hashed == encryption.blind_index(number, "patients.patient.identity")
    assert hashed != encryption.blind_index(number, "people.user.identity")
    assert hashed != encryption.blind_index("330106199001011235", "patients.patient.identity")
    assert len(hashed) == 64


def test_the_lookup_hash_survives_a_new_encryption_key():
    hashed = encryption.blind_index("330106199001011234", HERE)
    encryption.add_key()
    assert encryption.blind_index("330106199001011234", HERE) == hashed


def test_the_lookup_hash_cannot_be_made_without_the_key_file(settings, tmp_path):
    hashed = encryption.blind_index("330106199001011234", HERE)
    settings.ZHIAN_KEYS = tmp_path / "other.json"
    encryption.create_keys()
    assert encryption.blind_index("330106199001011234", HERE) != hashed


def test_parts_of_a_context_cannot_run_into_the_value():
    assert encryption.blind_index("bc", "a") != encryption.blind_index("c", "ab")


def test_what_the_audit_log_keeps_tells_nothing_but_can_be_checked():
    masked = encryption.mask("张三")
    assert "张三" not in masked
    assert masked != encryption.mask("张三")
    assert encryption.hides(masked, "张三")
    assert not encryption.hides(masked, "李四")
    assert not encryption.hides("张三", "张三")
    assert encryption.mask("None") == "None"


# ---- a column


def test_a_name_is_ciphertext_in_the_table_and_a_name_in_the_program(patient):
    pk = patient.objects.create(name="张三").pk
    assert stored(pk).startswith("a256gcm:k1:")
    assert patient.objects.get(pk=pk).name == "张三"
    assert patient.objects.values_list("name", flat=True).get(pk=pk) == "张三"


def test_every_way_to_write_a_row_encrypts(patient):
    one, two = patient.objects.bulk_create([patient(name="张三"), patient(name="李四")])
    patient.objects.filter(pk=one.pk).update(name="王五")
    two.name = "赵六"
    patient.objects.bulk_update([two], ["name"])
    assert {row.name for row in patient.objects.all()} == {"王五", "赵六"}
    assert stored(one.pk).startswith("a256gcm:")
    assert stored(two.pk).startswith("a256gcm:")


def test_an_absent_name_stays_absent_and_can_be_asked_for(patient):
    patient.objects.create(name=None)
    patient.objects.create(name="")
    assert [row.name for row in patient.objects.filter(name__isnull=True)] == [None]
    assert [row.name for row in patient.objects.filter(name__isnull=False)] == [""]


@pytest.mark.parametrize("lookup", ["name", "name__contains", "name__gt", "name__in", "name__lower"])
def test_an_encrypted_column_is_not_searched_by_mistake(patient, lookup):
    with pytest.raises(FieldError):
        patient.objects.filter(**{lookup: "张"}).exists()


def test_a_name_changed_in_the_table_is_refused_when_read(patient):
    pk = patient.objects.create(name="张三").pk
    write(pk, "李四")
    with pytest.raises(Unreadable, match=r"zhian\.patient\.name"):
        patient.objects.get(pk=pk)


# ---- a new key for old rows


def test_rotation_brings_every_row_under_the_active_key_and_can_be_repeated(patient, monkeypatch):
    monkeypatch.setattr("zhian.kernel.encryption.rotation.BATCH", 3)
    names = [f"病人{number}" for number in range(10)]
    patient.objects.bulk_create([patient(name=name) for name in [*names, None]])
    encryption.add_key()
    seen = []
    report = encryption.rotate([patient], progress=seen.append)
    assert (report.rotated, report.unreadable, seen[-1]) == (10, [], 10)
    assert [row.name for row in patient.objects.order_by("pk")] == [*names, None]
    assert all(stored(row.pk).startswith("a256gcm:k2:") for row in patient.objects.exclude(name__isnull=True))
    assert encryption.rotate([patient]).rotated == 0


def test_rotation_goes_on_where_it_was_stopped(patient, monkeypatch):
    monkeypatch.setattr("zhian.kernel.encryption.rotation.BATCH", 2)
    patient.objects.bulk_create([patient(name=f"病人{number}") for number in range(6)])
    encryption.add_key()

    def power_cut(rotated):
        if rotated == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encryption.rotate([patient], progress=power_cut)
    assert encryption.rotate([patient]).rotated == 2


def test_rotation_names_the_rows_that_it_cannot_read_and_does_the_others(patient):
    lost, kept = patient.objects.bulk_create([patient(name="张三"), patient(name="李四")])
    write(lost.pk, "a256gcm:k9:AAAA")
    encryption.add_key()
    report = encryption.rotate([patient])
    assert report.rotated == 1
    assert [line.split(":")[0] for line in report.unreadable] == [f"zhian.Patient {lost.pk}"]
    assert stored(kept.pk).startswith("a256gcm:k2:")


def test_rotation_moves_to_another_cipher(patient):
    if not ciphers.CIPHERS["sm4gcm"].is_offered():
        pytest.skip("sm4gcm is not in this machine's OpenSSL")
    pk = patient.objects.create(name="张三").pk
    encryption.add_key("sm4gcm")
    encryption.rotate([patient])
    assert stored(pk).startswith("sm4gcm:k2:")
    assert patient.objects.get(pk=pk).name == "张三"


def test_the_old_key_can_be_removed_after_rotation(patient, key_file):
    pk = patient.objects.create(name="张三").pk
    encryption.add_key()
    encryption.rotate([patient])
    content = json.loads(key_file.read_text())
    del content["keys"]["k1"]
    key_file.write_text(json.dumps(content))
    assert set(keys.keyring().keys) == {"k2"}
    assert patient.objects.get(pk=pk).name == "张三"
