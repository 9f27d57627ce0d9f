"""Draws the Word templates that come with the program: script/word-templates."""

from pathlib import Path

from word_paper import CENTRE, SERIF, Paper

SOURCE = Path(__file__).parents[2] / "src/zhian"
INCIDENTS, LIABILITY = SOURCE / "check/incidents/documents", SOURCE / "act/liability/documents"


def case() -> Paper:
    """The whole of a case, for the file and for the committee."""
    paper = Paper()
    paper.numbered_headings()
    paper.header("{{ hospital }}", "机密 · 仅供质量改进使用")
    paper.footer("{{ number }}", "{{ printed_at }} 由 {{ printed_by }} 打印")
    paper.title("不良事件个案报告")
    paper.line(
        "编号 {{ number }} · {{ grade }}{% if sac %} · {{ sac }}{% endif %} · 状态：{{ state }}",
        size=9.5,
        align=CENTRE,
        after=5,
    )
    paper.facts(
        [
            ("事件", "{{ title }}"),
            ("类别", "{{ category }}", "性质", "{{ kind }}"),
            ("发生时间", "{{ occurred_at }}", "上报时间", "{{ reported_at }}{% if sheet %}\n{{ sheet }}{% endif %}"),
            ("科室地点", "{{ department }}{% if place %} · {{ place }}{% endif %}", "上报人", "{{ reporter }}"),
            ("患者", "{{ patient.words }}", "伤害程度", "{{ harm }}"),
        ],
        [22, 74, 22, 56],
    )
    paper.heading("经过与处理")
    paper.line("{{ account }}")
    paper.when("immediate_action")
    paper.line("当时的处理：{{ immediate_action }}")
    paper.end()
    paper.when("answers")
    paper.heading("专项信息")
    paper.rows(["项目", "内容"], "answer in answers", ["{{ answer.question }}", "{{ answer.words }}"], [56, 118])
    paper.end()
    paper.when("clocks")
    paper.heading("法定与院内时限")
    paper.rows(
        ["时限", "报告对象", "截止", "结果", "依据"],
        "clock in clocks",
        ["{{ clock.title }}", "{{ clock.authority }}", "{{ clock.due }}", "{{ clock.result }}", "{{ clock.source }}"],
        [40, 34, 34, 28, 38],
    )
    paper.end()
    _analysis(paper)
    paper.when("actions")
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
        [30, 58, 18, 18, 24, 26],
    )
    paper.end()
    paper.heading("反馈与经验")
    paper.line("给上报人的反馈：{{ feedback or '尚未填写。' }}")
    paper.when("lesson")
    paper.line("学到的：{{ lesson }}")
    paper.end()
    paper.heading("办理过程")
    paper.rows(
        ["时间", "经办人", "内容"],
        "event in history",
        ["{{ event.at }}", "{{ event.who }}", "{{ event.what }}{% if event.note %}\n{{ event.note }}{% endif %}"],
        [42, 30, 102],
    )
    paper.signatures(["科室负责人 / 日期", "质控科 / 日期", "验证人 / 日期"])
    return paper


def _analysis(paper: Paper) -> None:
    paper.when("analysis.question")
    paper.heading("原因分析")
    paper.line("{{ analysis.method }}：{{ analysis.question }}", bold=True)
    paper.when("happenings")
    paper.rows(
        ["时间", "发生了什么", "本应如何"],
        "happening in happenings",
        ["{{ happening.at }}", "{{ happening.what }}", "{{ happening.should }}"],
        [38, 78, 58],
    )
    paper.line("", after=2)
    paper.end()
    paper.when("fishbone")
    paper.line("{{ fishbone }}", align=CENTRE)
    paper.end()
    paper.when("bones")
    paper.rows(["方面", "可能的原因"], "bone in bones", ["{{ bone.name }}", "{{ bone.causes }}"], [30, 144])
    paper.line("", after=2)
    paper.end()
    paper.when("whys")
    paper.line("五问：")
    paper.each("why in whys", "{{ why }}")
    paper.end()
    paper.when("root_causes")
    paper.line("根本原因：", bold=True)
    paper.each("cause in root_causes", "◆ {{ cause }}")
    paper.end()
    paper.when("factors")
    paper.line("促成因素：{{ factors }}")
    paper.end()
    paper.when("recommendations")
    paper.rows(
        ["改进建议", "力度", "责任科室"],
        "advice in recommendations",
        ["{{ advice.what }}", "{{ advice.strength }}", "{{ advice.department }}"],
        [114, 24, 36],
    )
    paper.line("", after=2)
    paper.end()
    paper.when("analysis.conclusion")
    paper.line("结论：{{ analysis.conclusion }}")
    paper.end()
    paper.end()


def device() -> Paper:
    """可疑医疗器械不良事件报告表."""
    paper = _regulators_form("可疑医疗器械不良事件报告表")
    paper.line(
        "报告日期：{{ reported_on }}　　报告单位：{{ hospital }}　　院内编号：{{ number }}　　报告编码：", after=2
    )
    paper.form(
        [
            [(12, "section", "A. 患者资料")],
            _pairs(("姓名", ""), ("性别", "{{ boxes.sex }}"), ("年龄", "{{ patient.age }}")),
            [(2, "name", "病历号"), (4, "value", "{{ patient.number }}"), (2, "name", "联系电话"), (4, "value", "")],
            _wide("既往病史", ""),
            [(12, "section", "B. 医疗器械情况")],
            [
                (2, "name", "产品名称"),
                (4, "value", "{{ device.name }}"),
                (2, "name", "注册证编号"),
                (4, "value", "{{ device.registration }}"),
            ],
            [
                (2, "name", "型号、规格"),
                (4, "value", "{{ device.model }}"),
                (2, "name", "产地"),
                (4, "value", "{{ boxes.origin }}"),
            ],
            [
                (2, "name", "产品批号"),
                (4, "value", "{{ device.lot }}"),
                (2, "name", "产品编号\n（序列号）"),
                (4, "value", "{{ device.serial }}"),
            ],
            _wide("唯一标识 UDI", "{{ device.udi }}"),
            [
                (2, "name", "生产日期"),
                (4, "value", "{{ device.made_on }}"),
                (2, "name", "有效期至"),
                (4, "value", "{{ device.expires_on }}"),
            ],
            [
                (2, "name", "持有人名称"),
                (4, "value", "{{ device.maker }}"),
                (2, "name", "管理类别"),
                (4, "value", "{{ boxes.managed_as }}"),
            ],
            [
                (2, "name", "投入使用日期"),
                (4, "value", "{{ device.in_use_since }}"),
                (2, "name", "最近维护日期"),
                (4, "value", "{{ device.last_maintained }}"),
            ],
            [(12, "section", "C. 不良事件情况")],
            [
                (2, "name", "事件发生日期"),
                (4, "value", "{{ occurred_at }}"),
                (2, "name", "发现或\n获知日期"),
                (4, "value", "{{ known_at }}"),
            ],
            _wide("伤害", "{{ boxes.harm }}"),
            _wide("伤害表现", "", kind="long"),
            _wide("器械故障表现", "{{ event.what }}{% if event.detail %}：{{ event.detail }}{% endif %}"),
            [(12, "section", "D. 使用情况")],
            _wide("预期治疗疾病\n或作用", "{{ event.use }}"),
            [
                (2, "name", "使用场所"),
                (6, "value", "{{ boxes.place }}"),
                (1, "name", "科室"),
                (3, "value", "{{ department }}"),
            ],
            _wide("事件陈述\n（使用过程）", "{{ account }}", kind="long"),
            _wide("合并用药、\n用械情况", ""),
            [(12, "section", "E. 原因分析与处置")],
            _wide("初步原因", "{{ boxes.cause }}"),
            _wide("原因分析描述", "", kind="long"),
            _wide("初步处置情况", "{{ immediate_action }}"),
            _wide("器械现状", "{{ boxes.kept }}"),
            _wide("同批次是否\n仍在使用", "{{ boxes.others }}"),
        ],
        TWELVE,
    )
    paper.signatures(["报告人 / 职业", "科室负责人", "医疗器械管理部门", "联系电话"])
    return paper


def drug() -> Paper:
    """药品不良反应/事件报告表."""
    paper = _regulators_form("药品不良反应/事件报告表")
    paper.line("{{ boxes.round }}　　编码：　　　　　　　　　　院内编号：{{ number }}", after=1)
    paper.line("报告类型：{{ boxes.type }}　　报告单位类别：{{ boxes.reporter }}", after=2)
    paper.form(
        [
            _pairs(("患者姓名", ""), ("性别", "{{ boxes.sex }}"), ("出生日期\n或年龄", "{{ patient.age }}")),
            _pairs(("民族", ""), ("体重 (kg)", ""), ("联系方式", "")),
            _pairs(("原患疾病", ""), ("医院名称", "{{ hospital }}"), ("病历号\n/门诊号", "{{ patient.number }}")),
            [
                (3, "name", "既往药品不良反应/事件"),
                (4, "value", "{{ boxes.earlier }}\n{{ reaction.allergies }}"),
                (2, "name", "家族药品\n不良反应/事件"),
                (3, "value", "{{ boxes.family }}"),
            ],
            _wide("相关重要信息", "{{ boxes.history }}"),
            [
                (1, "head", "药品"),
                (1, "head", "批准文号"),
                (1, "head", "商品名称"),
                (2, "head", "通用名称\n（含剂型）"),
                (1, "head", "生产厂家"),
                (1, "head", "生产批号"),
                (2, "head", "用法用量（次剂量、途径、日次数）"),
                (2, "head", "用药起止时间"),
                (1, "head", "用药原因"),
            ],
            [
                (1, "name", "怀疑\n药品"),
                (1, "value", "{{ drug.approval }}"),
                (1, "value", "{{ drug.trade_name }}"),
                (2, "value", "{{ drug.drug }}"),
                (1, "value", "{{ drug.maker }}"),
                (1, "value", "{{ drug.batch }}"),
                (2, "value", "{{ drug.use }}"),
                (2, "value", "{{ drug.started }}\n{{ drug.stopped }}"),
                (1, "value", "{{ drug.reason }}"),
            ],
            [(1, "name", "并用\n药品"), (11, "value", "{{ drug.with_it }}")],
            [
                (3, "name", "不良反应/事件名称"),
                (4, "value", "{{ reaction.reaction }}"),
                (2, "name", "发生时间"),
                (3, "value", "{{ reaction.began or occurred_at }}"),
            ],
            [(12, "section", "不良反应/事件过程描述（包括症状、体征、临床检验等）及处理情况")],
            [
                (
                    12,
                    "long",
                    "{{ account }}{% if reaction.signs %}\n{{ reaction.signs }}{% endif %}"
                    "{% if immediate_action %}\n处理：{{ immediate_action }}{% endif %}",
                )
            ],
            _wide("严重性", "{{ boxes.serious }}"),
            _wide(
                "不良反应/事件\n的结果",
                "{{ boxes.outcome }}\n后遗症表现：　　　　　　　　直接死因：　　　　　　　　死亡时间：",
            ),
            [(6, "name", "停药或减量后，反应/事件是否消失或减轻？"), (6, "value", "{{ boxes.dechallenge }}")],
            [(6, "name", "再次使用可疑药品后，是否再次出现同样反应/事件？"), (6, "value", "{{ boxes.rechallenge }}")],
            [(3, "name", "对原患疾病的影响"), (9, "value", "{{ boxes.influence }}")],
            [
                (2, "name", "关联性评价"),
                (2, "name", "报告人评价"),
                (6, "value", "{{ boxes.judgement }}"),
                (2, "value", "签名："),
            ],
            [
                (2, "up", ""),
                (2, "name", "报告单位评价"),
                (6, "value", "{{ boxes.unit_judgement }}"),
                (2, "value", "签名："),
            ],
            [
                (2, "name", "报告人信息"),
                (3, "value", "联系电话："),
                (5, "value", "职业：{{ boxes.profession }}"),
                (2, "value", "签名："),
            ],
            [
                (2, "name", "报告单位信息"),
                (3, "value", "单位名称：{{ hospital }}"),
                (2, "value", "联系人："),
                (2, "value", "电话："),
                (3, "value", "报告日期：{{ reported_on }}"),
            ],
            _wide("备注", ""),
        ],
        TWELVE,
    )
    return paper


def sheet() -> Paper:
    """What each regime supports, for the file, the other side and the court's clerk."""
    paper = Paper()
    paper.numbered_headings()
    paper.header("{{ hospital }}", "赔偿计算书")
    printed = "{{ printed_at }}{% if printed_by %} 由 {{ printed_by }} 打印{% endif %}"
    paper.footer("不代替鉴定意见、律师意见或裁判", printed)
    paper.title("人身损害赔偿计算书")
    paper.line("{{ title }}", size=9.5, align=CENTRE, after=5)
    paper.heading("结论")
    paper.line("{{ verdict }}", bold=True)
    paper.each("each in says", "{{ each }}")
    paper.heading("计算所依据的事实")
    paper.rows(["事实", "内容"], "fact in facts", ["{{ fact.name }}", "{{ fact.value }}"], [56, 118])
    paper.repeat("regime in regimes")
    _regime(paper)
    paper.end_repeat()
    paper.heading("采用的数据")
    cells = ["{{ each.words }}", "{{ each.source }}", "{{ each.check }}"]
    paper.rows(["数据", "来源", ""], "each in figures", cells, [80, 76, 18])
    paper.heading("法律未定之处所作的选择")
    paper.rows(
        ["问题", "本计算采用", "依据", "其他答案对应付额的影响（A 条例，B 民法典）"],
        "each in options",
        [
            "{{ each.question }}",
            "{{ each.answer }}",
            "{{ each.citation }}{% if each.check %}（{{ each.check }}）{% endif %}",
            "{{ each.others or '本案无影响' }}",
        ],
        [36, 34, 50, 54],
    )
    paper.when("claim")
    paper.heading("与请求的对照")
    paper.rows(
        ["项目", "请求（元）", "条例支持", "民法典支持", "说明"],
        "each in claim",
        ["{{ each.head }}", ">{{ each.asked }}", ">{{ each.a }}", ">{{ each.b }}", "{{ each.says }}"],
        [32, 28, 28, 28, 58],
    )
    paper.end()
    paper.heading("程序与提示")
    for rows in ("procedure", "flags"):
        paper.each(
            f"each in {rows}", "· {{ each.words }}（{{ each.source }}{% if each.check %}，{{ each.check }}{% endif %}）"
        )
    paper.when("ways")
    paper.line("更高金额的合法途径：", bold=True)
    paper.each("each in ways", "· {{ each.words }}")
    paper.end()
    paper.when("evidence")
    paper.heading("尚缺的证据")
    paper.each("each in evidence", "· {{ each.name }}：{{ each.value }}")
    paper.end()
    paper.signatures(["计算人 / 日期", "复核人 / 日期", "单位（盖章） / 日期"])
    return paper


def _regime(paper: Paper) -> None:
    """One regime: its table, its range, and each head that counts explained."""
    paper.heading("{{ regime.title }}")
    paper.each(
        "each in regime.why",
        "{{ regime.standing }}：{{ each.words }}（{{ each.source }}{% if each.check %}，{{ each.check }}{% endif %}）",
    )
    paper.rows(
        ["项目", "依据", "计算", "金额（元）", "责任比例", "应付（元）"],
        "line in regime.lines if line.amount != '0.00'",
        [
            "{{ line.head }}",
            "{{ line.article }}",
            "{{ line.numbers }}",
            ">{{ line.amount or '缺数据' }}",
            ">{{ line.ratio }}",
            ">{{ line.owed }}",
        ],
        [28, 34, 46, 25, 16, 25],
        sums=["合计", "", "", ">{{ regime.gross }}", "", ">{{ regime.owed }}"],
    )
    paper.line(
        "按现有事实不计：{% for line in regime.lines if line.amount == '0.00' %}"
        "{{ line.head }}{% if not loop.last %}、{% endif %}{% endfor %}",
        size=9,
    )
    paper.each("each in regime.deductions", "减：{{ each.what }} {{ each.amount }} 元")
    paper.line("应付 {{ regime.payable }} 元；幅度 {{ regime.low }} 至 {{ regime.high }} 元", bold=True)
    paper.each("each in regime.movers", "· {{ each.what }}：{{ each.low }} 至 {{ each.high }} 元", size=9)
    paper.each(
        "each in regime.split",
        "· {{ each.hospital or '医院' }}承担 {{ each.amount }} 元，"
        "其中保险人 {{ each.insurer }} 元、自付 {{ each.own }} 元",
    )
    paper.each("each in regime.gaps", "· {{ each.words }}", size=9)
    paper.line("逐项说明", bold=True)
    paper.repeat("line in regime.lines if line.amount != '0.00' or line.excluded")
    paper.line("{{ line.head }}（{{ line.article }}）：{{ line.rule }}", size=9, bold=True, after=1)
    paper.line(
        "＝ {{ line.words }} ＝ {{ line.numbers }} ＝ {{ line.amount }} 元"
        "{% if line.rounding %}（{{ line.rounding }}）{% endif %}"
        "；× {{ line.ratio }} ＝ {{ line.owed }} 元",
        size=9,
        after=1,
    )
    paper.when("line.steps")
    paper.line(
        "其中 {% for each in line.steps %}{{ each.words }}"
        "{% if each.because %}（{{ each.because|join('，') }}）{% endif %}"
        "{% if not loop.last %}；{% endif %}{% endfor %}",
        size=8.5,
        after=1,
    )
    paper.end()
    paper.each(
        "each in line.excluded",
        "未计入：{{ each.what }}，{{ each.asked }} 中计入 {{ each.counted }}；{{ each.why }}",
        size=8.5,
    )
    paper.when("line.computed")
    paper.line("本项按案件所写金额；按规定计算为 {{ line.computed }} 元", size=8.5)
    paper.end()
    paper.end_repeat()


def _regulators_form(title: str) -> Paper:
    paper = Paper(face=SERIF, size=9, lines="000000", spacing=1.1)
    paper.header("{{ hospital }}", "{{ number }}{% if confidential %} · {{ confidential }}{% endif %}")
    paper.footer("本表栏目上报前请与国家监测系统现行表单核对", "{{ printed_at }} 由 {{ printed_by }} 打印")
    paper.title(title, size=16)
    return paper


TWELVE = [14.5] * 12


def _pairs(*pairs: tuple[str, str]) -> list[tuple[float, str, str]]:
    """Three names with their values, a third of the row each."""
    return [cell for name, value in pairs for cell in ((2, "name", name), (2, "value", value))]


def _wide(name: str, value: str, kind: str = "value") -> list[tuple[float, str, str]]:
    return [(2, "name", name), (10, kind, value)]


TEMPLATES = {
    INCIDENTS / "case.docx": case,
    INCIDENTS / "device.docx": device,
    INCIDENTS / "drug.docx": drug,
    LIABILITY / "sheet.docx": sheet,
}

if __name__ == "__main__":
    for path, draw in TEMPLATES.items():
        draw().save(path)
        print(path.name)
