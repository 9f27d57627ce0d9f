"""The month's report of the quality indicators, for the committee."""

from word_paper import CENTRE, Paper, Rows

ALERTS = Rows(
    "alert in alerts",
    ("预警", "{{ alert.number }}\n{{ alert.title }}", 40),
    ("科室", "{{ alert.department }}", 26),
    ("理由", "{{ alert.says }}", 84),
    ("状态", "{{ alert.state }}", 24),
)
VALUES = Rows(
    "each in chapter.rows",
    ("指标", "{{ each.name }}", 66),
    ("本月", ">{{ each.value }}", 28),
    ("目标", ">{{ each.target }}", 28),
    ("变化", "{{ each.variation }}", 28),
    ("结论", "{{ each.verdict }}", 24),
)


def report() -> Paper:
    """质量指标月报."""
    paper = Paper()
    paper.numbered_headings()
    paper.header("{{ hospital }}", "质量指标月报")
    printed = "{{ printed_at }}{% if printed_by %} 由 {{ printed_by }} 打印{% endif %}"
    paper.footer("供质量与安全管理委员会讨论", printed)
    paper.title("质量指标月报")
    paper.line("{{ month }}", size=9.5, align=CENTRE, after=5)
    with paper.when("remark"):
        paper.line("{{ remark }}")
    paper.heading("预警")
    with paper.when("alerts"):
        paper.rows(ALERTS)
    with paper.when("not alerts"):
        paper.line("没有待处理的预警。")
    with paper.when("expected_false"):
        paper.line("按现行预算，全部图每月预计误报 {{ expected_false }} 条。", size=9)
    with paper.repeat("alert in alerts"), paper.when("alert.picture"):
        paper.line("{{ alert.department }} · {{ alert.title }}", bold=True).paragraph_format.keep_with_next = True
        paper.line("{{ alert.picture }}")
    with paper.repeat("chapter in chapters"):
        _chapter(paper)
    return paper


def _chapter(paper: Paper) -> None:
    """One set: the office's words, its values, and the charts of what changed."""
    paper.heading("{{ chapter.title }}")
    with paper.when("chapter.remark"):
        paper.line("{{ chapter.remark }}")
    paper.rows(VALUES)
    with paper.when("chapter.without"):
        paper.line("另有 {{ chapter.without }} 项本月暂无数值；无数不等于零。", size=9)
    with paper.repeat("chart in chapter.charts"):
        paper.line("{{ chart.name }}", bold=True).paragraph_format.keep_with_next = True
        paper.line("{{ chart.says }}", size=9).paragraph_format.keep_with_next = True
        paper.line("{{ chart.picture }}")
