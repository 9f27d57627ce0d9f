"""Names and numbers for invented patients, for files that have them; nobody can have these numbers."""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from .mix import MALE

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
OF_MEN, OF_WOMEN = "伟强磊军勇杰涛明超辉鹏华飞刚平波斌亮", "芳娜敏静丽艳娟霞玲燕红梅慧莹洁琳雪兰"
SECOND = "建国志文晓春海玉秀德永金新立子雨思一"
NOWHERE = "990000"  # no region has this code, so no identity number begins like this
WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"


class Identity(NamedTuple):
    """Who a patient is; the same at every stay."""

    record_number: str  # of the medical record: one for each patient
    visit: int  # which stay of this patient in this hospital it is, from 1
    name: str
    born: date
    identity_number: str
    phone: str


def identify(stays: np.ndarray) -> list[Identity]:
    """For each row of `Month.stays`, in order."""
    told = zip(*(stays[each].tolist() for each in ("patient", "visit", "sex", "born")), strict=True)
    return [_identity(patient, visit, sex, date(1970, 1, 1) + timedelta(born)) for patient, visit, sex, born in told]


def _identity(patient: int, visit: int, sex: int, born: date) -> Identity:
    at = patient % (1 << 40)
    chosen = at * 2_654_435_761 % (1 << 32)  # neighbours have different names
    given = OF_MEN if sex == MALE else OF_WOMEN
    second = SECOND[chosen // 400 % len(SECOND)] if chosen % 3 else ""
    name = SURNAMES[chosen // 7 % len(SURNAMES)] + second + given[chosen // 9000 % len(given)]
    serial = at % 500 * 2 + (sex == MALE)  # odd for men
    digits = f"{NOWHERE}{born:%Y%m%d}{serial % 1000:03}"
    check = CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11]
    return Identity(f"{patient >> 40:02}{at:08}", visit, name, born, digits + check, f"100{at % 10**8:08}")
