"""The forms of the regulators, row by row as they are printed: of each cell the columns, the kind and the words."""

from word_paper import SERIF, Paper

Row = list[tuple[int, str, str]]
COLUMNS = 12


def pairs(*named: tuple[str, str], kind: str = "value") -> Row:
    """Names with their values; each pair takes the same part of the row."""
    width = COLUMNS // len(named) - 2
    return [cell for name, value in named for cell in ((2, "name", name), (width, kind, value))]


def wide(name: str, value: str = "") -> Row:
    return pairs((name, value))


def high(name: str) -> Row:
    """Space to write in by hand."""
    return pairs((name, ""), kind="long")


def section(title: str) -> Row:
    return [(COLUMNS, "section", title)]


DEVICE: list[Row] = [
    section("A. 患者资料"),
    pairs(("姓名", ""), ("性别", "{{ boxes.sex }}"), ("年龄", "{{ patient.age }}")),
    pairs(("病历号", "{{ patient.number }}"), ("联系电话", "")),
    wide("既往病史"),
    section("B. 医疗器械情况"),
    pairs(("产品名称", "{{ device.name }}"), ("注册证编号", "{{ device.registration }}")),
    pairs(("型号、规格", "{{ device.model }}"), ("产地", "{{ boxes.origin }}")),
    pairs(("产品批号", "{{ device.lot }}"), ("产品编号\n（序列号）", "{{ device.serial }}")),
    wide("唯一标识 UDI", "{{ device.udi }}"),
    pairs(("生产日期", "{{ device.made_on }}"), ("有效期至", "{{ device.expires_on }}")),
    pairs(("持有人名称", "{{ device.maker }}"), ("管理类别", "{{ boxes.managed_as }}")),
    pairs(("投入使用日期", "{{ device.in_use_since }}"), ("最近维护日期", "{{ device.last_maintained }}")),
    section("C. 不良事件情况"),
    pairs(("事件发生日期", "{{ occurred_at }}"), ("发现或\n获知日期", "{{ known_at }}")),
    wide("伤害", "{{ boxes.harm }}"),
    high("伤害表现"),
    wide("器械故障表现", "{{ event.what }}{% if event.detail %}：{{ event.detail }}{% endif %}"),
    section("D. 使用情况"),
    wide("预期治疗疾病\n或作用", "{{ event.use }}"),
    [(2, "name", "使用场所"), (6, "value", "{{ boxes.place }}"), (1, "name", "科室"), (3, "value", "{{ department }}")],
    pairs(("事件陈述\n（使用过程）", "{{ account }}"), kind="long"),
    wide("合并用药、\n用械情况"),
    section("E. 原因分析与处置"),
    wide("初步原因", "{{ boxes.cause }}"),
    high("原因分析描述"),
    wide("初步处置情况", "{{ immediate_action }}"),
    wide("器械现状", "{{ boxes.kept }}"),
    wide("同批次是否\n仍在使用", "{{ boxes.others }}"),
]

DRUG_HEADS: Row = [
    (1, "head", "药品"),
    (1, "head", "批准文号"),
    (1, "head", "商品名称"),
    (2, "head", "通用名称\n（含剂型）"),
    (1, "head", "生产厂家"),
    (1, "head", "生产批号"),
    (2, "head", "用法用量（次剂量、途径、日次数）"),
    (2, "head", "用药起止时间"),
    (1, "head", "用药原因"),
]
SUSPECTED: Row = [
    (1, "name", "怀疑\n药品"),
    (1, "value", "{{ drug.approval }}"),
    (1, "value", "{{ drug.trade_name }}"),
    (2, "value", "{{ drug.drug }}"),
    (1, "value", "{{ drug.maker }}"),
    (1, "value", "{{ drug.batch }}"),
    (2, "value", "{{ drug.use }}"),
    (2, "value", "{{ drug.started }}\n{{ drug.stopped }}"),
    (1, "value", "{{ drug.reason }}"),
]
COURSE = (
    "{{ account }}{% if reaction.signs %}\n{{ reaction.signs }}{% endif %}"
    "{% if immediate_action %}\n处理：{{ immediate_action }}{% endif %}"
)
OUTCOME = "{{ boxes.outcome }}\n后遗症表现：　　　　　　　　直接死因：　　　　　　　　死亡时间："
SIGNED = (2, "value", "签名：")
JUDGED: list[Row] = [
    [(2, "name", "关联性评价"), (2, "name", "报告人评价"), (6, "value", "{{ boxes.judgement }}"), SIGNED],
    [(2, "up", ""), (2, "name", "报告单位评价"), (6, "value", "{{ boxes.unit_judgement }}"), SIGNED],
    [(2, "name", "报告人信息"), (3, "value", "联系电话："), (5, "value", "职业：{{ boxes.profession }}"), SIGNED],
    [
        (2, "name", "报告单位信息"),
        (3, "value", "单位名称：{{ hospital }}"),
        (2, "value", "联系人："),
        (2, "value", "电话："),
        (3, "value", "报告日期：{{ reported_on }}"),
    ],
]
DRUG: list[Row] = [
    pairs(("患者姓名", ""), ("性别", "{{ boxes.sex }}"), ("出生日期\n或年龄", "{{ patient.age }}")),
    pairs(("民族", ""), ("体重 (kg)", ""), ("联系方式", "")),
    pairs(("原患疾病", ""), ("医院名称", "{{ hospital }}"), ("病历号\n/门诊号", "{{ patient.number }}")),
    [
        (3, "name", "既往药品不良反应/事件"),
        (4, "value", "{{ boxes.earlier }}\n{{ reaction.allergies }}"),
        (2, "name", "家族药品\n不良反应/事件"),
        (3, "value", "{{ boxes.family }}"),
    ],
    wide("相关重要信息", "{{ boxes.history }}"),
    DRUG_HEADS,
    SUSPECTED,
    [(1, "name", "并用\n药品"), (11, "value", "{{ drug.with_it }}")],
    [
        (3, "name", "不良反应/事件名称"),
        (4, "value", "{{ reaction.reaction }}"),
        (2, "name", "发生时间"),
        (3, "value", "{{ reaction.began or occurred_at }}"),
    ],
    section("不良反应/事件过程描述（包括症状、体征、临床检验等）及处理情况"),
    [(COLUMNS, "long", COURSE)],
    wide("严重性", "{{ boxes.serious }}"),
    wide("不良反应/事件\n的结果", OUTCOME),
    [(6, "name", "停药或减量后，反应/事件是否消失或减轻？"), (6, "value", "{{ boxes.dechallenge }}")],
    [(6, "name", "再次使用可疑药品后，是否再次出现同样反应/事件？"), (6, "value", "{{ boxes.rechallenge }}")],
    [(3, "name", "对原患疾病的影响"), (9, "value", "{{ boxes.influence }}")],
    *JUDGED,
    wide("备注"),
]


def device() -> Paper:
    """可疑医疗器械不良事件报告表."""
    paper = _regulators_form("可疑医疗器械不良事件报告表")
    paper.line(
        "报告日期：{{ reported_on }}　　报告单位：{{ hospital }}　　院内编号：{{ number }}　　报告编码：", after=2
    )
    paper.form(DEVICE, COLUMNS)
    paper.signatures(["报告人 / 职业", "科室负责人", "医疗器械管理部门", "联系电话"])
    return paper


def drug() -> Paper:
    """药品不良反应/事件报告表."""
    paper = _regulators_form("药品不良反应/事件报告表")
    paper.line("{{ boxes.round }}　　编码：　　　　　　　　　　院内编号：{{ number }}", after=1)
    paper.line("报告类型：{{ boxes.type }}　　报告单位类别：{{ boxes.reporter }}", after=2)
    paper.form(DRUG, COLUMNS)
    return paper


def _regulators_form(title: str) -> Paper:
    paper = Paper(face=SERIF, size=9, lines="000000", spacing=1.1)
    paper.header("{{ hospital }}", "{{ number }}{% if confidential %} · {{ confidential }}{% endif %}")
    paper.footer("本表栏目上报前请与国家监测系统现行表单核对", "{{ printed_at }} 由 {{ printed_by }} 打印")
    paper.title(title, size=16)
    return paper
