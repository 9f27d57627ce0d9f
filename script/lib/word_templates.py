"""Draws the Word templates that come with the program: script/word-templates."""

from pathlib import Path

from word_paper import CENTRE, Paper

INCIDENTS = Path(__file__).parents[2] / "src/zhian/check/incidents/documents"


def case() -> Paper:
    """The whole of a case, for the file and for the committee."""
    paper = Paper()
    paper.header("{{ hospital }}", "机密 · 仅供质量改进使用")
    paper.footer("{{ number }}", "{{ printed_at }} 由 {{ printed_by }} 打印")
    paper.title("不良事件个案报告")
    paper.line("编号 {{ number }} · {{ grade }} · 状态：{{ state }}", size=9.5, align=CENTRE, after=5)
    paper.facts(
        [
            ("事件", "{{ title }}"),
            ("类别", "{{ category }}", "性质", "{{ kind }}"),
            ("发生时间", "{{ occurred_at }}", "上报时间", "{{ reported_at }}"),
            ("科室地点", "{{ department }}{% if place %} · {{ place }}{% endif %}", "上报人", "{{ reporter }}"),
            ("患者", "{{ patient.words }}", "伤害程度", "{{ harm }}"),
        ],
        [22, 74, 22, 56],
    )
    paper.heading("经过")
    paper.line("{{ account }}")
    paper.when("immediate_action")
    paper.heading("当时的处理")
    paper.line("{{ immediate_action }}")
    paper.end()
    paper.when("findings")
    paper.heading("问题与措施")
    paper.rows(
        ["问题", "措施", "性质", "责任人", "期限", "结果"],
        "action in actions",
        [
            "{{ action.finding }}",
            "{{ action.what }}",
            "{{ action.kind }}",
            "{{ action.owner }}",
            "{{ action.due }}",
            "{{ action.result }}",
        ],
        [30, 62, 16, 18, 22, 26],
    )
    paper.end()
    paper.heading("给上报人的反馈")
    paper.line("{{ feedback or '尚未填写。' }}")
    paper.heading("办理过程")
    paper.rows(
        ["时间", "经办人", "内容"],
        "event in history",
        ["{{ event.at }}", "{{ event.who }}", "{{ event.what }}{% if event.note %}\n{{ event.note }}{% endif %}"],
        [38, 30, 106],
    )
    paper.signatures(["科室负责人 / 日期", "质控科 / 日期", "验证人 / 日期"])
    return paper


TEMPLATES = {INCIDENTS / "case.docx": case}

if __name__ == "__main__":
    for path, draw in TEMPLATES.items():
        draw().save(path)
        print(path.name)
