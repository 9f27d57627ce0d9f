"""Facts that are one of several answers: to a rule each answer is a number, and this is its name."""

from .fact import code

GRADES = (
    ("未构成医疗事故", "no accident established"),
    ("一级甲等", "grade 1A"),
    ("一级乙等", "grade 1B"),
    *((f"二级{zh}等", f"grade 2{en}") for zh, en in zip("甲乙丙丁", "ABCD", strict=True)),
    *((f"三级{zh}等", f"grade 3{en}") for zh, en in zip("甲乙丙丁戊", "ABCDE", strict=True)),
    ("四级", "grade 4"),
)
NO_INCOME, FIXED, UNFIXED, UNPROVABLE = range(4)
INCOME = code(
    "收入情况",
    "kind of income",
    ("无劳动收入", "no labour income"),
    ("有固定收入", "fixed income"),
    ("无固定收入", "no fixed income"),
    ("收入无法证明", "income that cannot be proved"),
    default=UNFIXED,
)
ACCIDENT, ORIGINAL, MIXED = range(3)
PURPOSE = code(
    "治疗目的",
    "what was treated",
    ("治疗医疗损害", "the harm of the accident"),
    ("治疗原发病", "the original disease"),
    ("兼治损害与原发病", "both together"),
)
HOSPITAL, CERTIFIED, UNCERTIFIED = range(3)
FULL, MOST, PART = range(3)
DEPENDENCE = code(
    "护理依赖程度",
    "dependence on care",
    ("完全护理依赖", "full dependence"),
    ("大部分护理依赖", "dependence for the most part"),
    ("部分护理依赖", "partial dependence"),
)
UNTOLD, CAPABLE, INCAPABLE = range(3)
CAPACITY = code(
    "劳动能力",
    "capacity to work",
    ("未说明劳动能力", "capacity not told"),
    ("有劳动能力", "able to work"),
    ("无劳动能力", "unable to work"),
)
