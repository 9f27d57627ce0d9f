"""The calculation sheet: what each regime supports, for the file, the other side and the court's clerk."""

from word_paper import CENTRE, Paper, Rows

FACTS = Rows(
    "fact in facts",
    ("事实", "{{ fact.name }}", 56),
    ("内容", "{{ fact.value }}", 118),
)
LINES = Rows(
    "line in regime.lines if line.amount != '0.00'",
    ("项目", "{{ line.head }}", 27),
    ("依据", "{{ line.article }}", 26),
    ("计算", "{{ line.numbers }}", 50),
    ("金额（元）", ">{{ line.amount or '缺数据' }}", 28),
    ("责任比例", ">{{ line.ratio }}", 15),
    ("应付（元）", ">{{ line.owed }}", 28),
    sums=["合计", "", "", ">{{ regime.gross }}", "", ">{{ regime.owed }}"],
)
FIGURES = Rows(
    "each in figures",
    ("数据", "{{ each.words }}", 80),
    ("来源", "{{ each.source }}", 76),
    ("", "{{ each.check }}", 18),
)
OPTIONS = Rows(
    "each in options",
    ("问题", "{{ each.question }}", 36),
    ("本计算采用", "{{ each.answer }}", 34),
    ("依据", "{{ each.citation }}{% if each.check %}（{{ each.check }}）{% endif %}", 50),
    ("其他答案对应付额的影响（A 条例，B 民法典）", "{{ each.others or '本案无影响' }}", 54),
)
CLAIM = Rows(
    "each in claim",
    ("项目", "{{ each.head }}", 32),
    ("请求（元）", ">{{ each.asked }}", 28),
    ("条例支持", ">{{ each.a }}", 28),
    ("民法典支持", ">{{ each.b }}", 28),
    ("说明", "{{ each.says }}", 58),
)
SOURCE = "{% if each.source %}（{{ each.source }}{% if each.check %}，{{ each.check }}{% endif %}）{% endif %}"
WHY = "{{ regime.standing }}：{{ each.words }}" + SOURCE
NOT_COUNTED = (
    "按现有事实不计：{% for line in regime.lines if line.amount == '0.00' %}"
    "{{ line.head }}{% if not loop.last %}、{% endif %}{% endfor %}"
)
OWED = "应付 {% if regime.gaps %}至少 {% endif %}{{ regime.payable }} 元；幅度 {{ regime.low }} 至 {{ regime.high }} 元"
SHARE = (
    "· {{ each.hospital or '医院' }}承担 {{ each.amount }} 元，其中保险人 {{ each.insurer }} 元、自付 {{ each.own }} 元"
)
RECKONED = (
    "{% if line.amount %}＝ {{ line.words }} ＝ {{ line.numbers }} ＝ {{ line.amount }} 元"
    "{% if line.rounding %}（{{ line.rounding }}）{% endif %}"
    "；× {{ line.ratio }} ＝ {{ line.owed }} 元{% else %}{{ line.words }}{% endif %}"
)
STEPS = (
    "其中 {% for each in line.steps %}{{ each.words }}"
    "{% if each.because %}（{{ each.because|join('，') }}）{% endif %}"
    "{% if not loop.last %}；{% endif %}{% endfor %}"
)
LEFT_OUT = "未计入：{{ each.what }}，{{ each.asked }} 中计入 {{ each.counted }}；{{ each.why }}"
NOTE = "· {{ each.words }}" + SOURCE


def sheet() -> Paper:
    """人身损害赔偿计算书."""
    paper = Paper()
    _head(paper)
    paper.heading("结论")
    paper.line("{{ verdict }}", bold=True)
    paper.each("each in says", "{{ each }}")
    paper.heading("计算所依据的事实")
    paper.rows(FACTS)
    with paper.repeat("regime in regimes"):
        _regime(paper)
    paper.heading("采用的数据")
    paper.rows(FIGURES)
    paper.heading("法律未定之处所作的选择")
    paper.rows(OPTIONS)
    with paper.when("claim"):
        paper.heading("与请求的对照")
        paper.rows(CLAIM)
    _what_else(paper)
    paper.signatures(["计算人 / 日期", "复核人 / 日期", "单位（盖章） / 日期"])
    return paper


def _head(paper: Paper) -> None:
    paper.numbered_headings()
    paper.header("{{ hospital }}", "赔偿计算书")
    printed = "{{ printed_at }}{% if printed_by %} 由 {{ printed_by }} 打印{% endif %}"
    paper.footer("不代替鉴定意见、律师意见或裁判", printed)
    paper.title("人身损害赔偿计算书")
    paper.line("{{ title }}", size=9.5, align=CENTRE, after=5)


def _regime(paper: Paper) -> None:
    """One regime: its table, its range, and each head that counts explained."""
    paper.heading("{{ regime.title }}")
    paper.each("each in regime.why", WHY)
    paper.rows(LINES)
    paper.line(NOT_COUNTED, size=9)
    paper.each("each in regime.deductions", "减：{{ each.what }} {{ each.amount }} 元")
    paper.line(OWED, bold=True)
    paper.each("each in regime.movers", "· {{ each.what }}：{{ each.low }} 至 {{ each.high }} 元", size=9)
    paper.each("each in regime.split", SHARE)
    paper.each("each in regime.gaps", "· {{ each.words }}", size=9)
    paper.line("逐项说明", bold=True)
    with paper.repeat("line in regime.lines if line.amount != '0.00' or line.excluded"):
        _head_of_damage(paper)


def _head_of_damage(paper: Paper) -> None:
    paper.line("{{ line.head }}（{{ line.article }}）：{{ line.rule }}", size=9, bold=True, after=1)
    paper.line(RECKONED, size=9, after=1)
    with paper.when("line.steps"):
        paper.line(STEPS, size=8.5, after=1)
    paper.each("each in line.excluded", LEFT_OUT, size=8.5)
    with paper.when("line.computed"):
        paper.line("本项按案件所写金额；按规定计算为 {{ line.computed }} 元", size=8.5)


def _what_else(paper: Paper) -> None:
    paper.heading("程序与提示")
    for rows in ("procedure", "flags"):
        paper.each(f"each in {rows}", NOTE)
    with paper.when("ways"):
        paper.line("更高金额的合法途径：", bold=True)
        paper.each("each in ways", "· {{ each.words }}")
    with paper.when("evidence"):
        paper.heading("尚缺的证据")
        paper.each("each in evidence", "· {{ each.name }}：{{ each.value }}")
