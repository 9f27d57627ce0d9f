"""The report of a whole case, for the file and for the committee: its parts, and when each of them stands."""

from word_paper import CENTRE, Paper, Rows

HEAD = "编号 {{ number }} · {{ grade }}{% if sac %} · {{ sac }}{% endif %} · 状态：{{ state }}"
FACTS = [
    ("事件", "{{ title }}"),
    ("类别", "{{ category }}", "性质", "{{ kind }}"),
    ("发生时间", "{{ occurred_at }}", "上报时间", "{{ reported_at }}{% if sheet %}\n{{ sheet }}{% endif %}"),
    ("科室地点", "{{ department }}{% if place %} · {{ place }}{% endif %}", "上报人", "{{ reporter }}"),
    ("患者", "{{ patient.words }}", "伤害程度", "{{ harm }}"),
]
ANSWERS = Rows(
    "answer in answers",
    ("项目", "{{ answer.question }}", 56),
    ("内容", "{{ answer.words }}", 118),
)
CLOCKS = Rows(
    "clock in clocks",
    ("时限", "{{ clock.title }}", 40),
    ("报告对象", "{{ clock.authority }}", 34),
    ("截止", "{{ clock.due }}", 34),
    ("结果", "{{ clock.result }}", 28),
    ("依据", "{{ clock.source }}", 38),
)
HAPPENINGS = Rows(
    "happening in happenings",
    ("时间", "{{ happening.at }}", 38),
    ("发生了什么", "{{ happening.what }}", 78),
    ("本应如何", "{{ happening.should }}", 58),
)
BONES = Rows(
    "bone in bones",
    ("方面", "{{ bone.name }}", 30),
    ("可能的原因", "{{ bone.causes }}", 144),
)
RECOMMENDATIONS = Rows(
    "advice in recommendations",
    ("改进建议", "{{ advice.what }}", 114),
    ("力度", "{{ advice.strength }}", 24),
    ("责任科室", "{{ advice.department }}", 36),
)
ACTIONS = Rows(
    "action in actions",
    ("问题", "{{ action.finding }}", 30),
    ("措施", "{{ action.what }}", 58),
    ("性质", "{{ action.kind }}", 18),
    ("责任人", "{{ action.owner }}", 18),
    ("期限", "{{ action.due }}", 24),
    ("结果", "{{ action.result }}", 26),
)
HISTORY = Rows(
    "event in history",
    ("时间", "{{ event.at }}", 42),
    ("经办人", "{{ event.who }}", 30),
    ("内容", "{{ event.what }}{% if event.note %}\n{{ event.note }}{% endif %}", 102),
)


def case() -> Paper:
    """不良事件个案报告."""
    paper = Paper()
    paper.numbered_headings()
    paper.header("{{ hospital }}", "机密 · 仅供质量改进使用")
    paper.footer("{{ number }}", "{{ printed_at }} 由 {{ printed_by }} 打印")
    paper.title("不良事件个案报告")
    paper.line(HEAD, size=9.5, align=CENTRE, after=5)
    paper.facts(FACTS, [22, 74, 22, 56])
    paper.heading("经过与处理")
    paper.line("{{ account }}")
    with paper.when("immediate_action"):
        paper.line("当时的处理：{{ immediate_action }}")
    _table(paper, "answers", "专项信息", ANSWERS)
    _table(paper, "clocks", "法定与院内时限", CLOCKS)
    _analysis(paper)
    _table(paper, "actions", "问题与措施", ACTIONS)
    paper.heading("反馈与经验")
    paper.line("给上报人的反馈：{{ feedback or '尚未填写。' }}")
    with paper.when("lesson"):
        paper.line("学到的：{{ lesson }}")
    paper.heading("办理过程")
    paper.rows(HISTORY)
    paper.signatures(["科室负责人 / 日期", "质控科 / 日期", "验证人 / 日期"])
    return paper


def _analysis(paper: Paper) -> None:
    with paper.when("analysis.question"):
        paper.heading("原因分析")
        paper.line("{{ analysis.method }}：{{ analysis.question }}", bold=True)
        _table(paper, "happenings", "", HAPPENINGS)
        with paper.when("fishbone"):
            paper.line("{{ fishbone }}", align=CENTRE)
        _table(paper, "bones", "", BONES)
        with paper.when("whys"):
            paper.line("五问：")
            paper.each("why in whys", "{{ why }}")
        with paper.when("root_causes"):
            paper.line("根本原因：", bold=True)
            paper.each("cause in root_causes", "◆ {{ cause }}")
        with paper.when("factors"):
            paper.line("促成因素：{{ factors }}")
        _table(paper, "recommendations", "", RECOMMENDATIONS)
        with paper.when("analysis.conclusion"):
            paper.line("结论：{{ analysis.conclusion }}")


def _table(paper: Paper, condition: str, heading: str, rows: Rows) -> None:
    """Under a heading of its own, or with a little space below it."""
    with paper.when(condition):
        if heading:
            paper.heading(heading)
        paper.rows(rows)
        if not heading:
            paper.line("", after=2)
