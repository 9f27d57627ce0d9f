"""The pages of docs/reference that are made from the program: who may do what, every address, every workflow."""

from collections.abc import Iterable, Iterator

from django.utils import translation

from zhian.engines.workflow import FILE
from zhian.kernel.people.models import Role
from zhian.kernel.records.models import Record
from zhian.site.routes import routes

from .cells import DENIED, HIDDEN, MAY, NEVER, OPENINGS, cell, deeds_of, house_deeds, openings
from .world import ACTION, AWAY, CLOSED, HERE, KINDS, NOBODY, OWN, ROLES, THERE, World, workflow_of

MADE = "<!-- Made by script/reference from the program. Do not edit: change the rules and make it anew. -->\n"
MARKS = {MAY: "✓", DENIED: "–", HIDDEN: " ", NEVER: "·"}
COLUMNS = {
    OWN: "own 本人的",
    ACTION: "own action 本人负责措施",
    HERE: "own department 本科室",
    THERE: "other department 其他科室",
    AWAY: "other hospital 其他医院",
    CLOSED: "closed 已结案",
}
BESIDE = {  # deeds that are no step: in English and in Chinese
    FILE: ("file", "上报"),
    "read": ("read", "查看"),
    "comment": ("comment", "评论"),
    "attach": ("attach files", "添加附件"),
    "link": ("link", "关联"),
    "identify": ("see who the patient is", "查看患者身份"),
    "edit": ("edit", "修改"),
    "compare": ("look for similar cases", "查找相似事件"),
    "answer": ("answer the questions of its category", "填写专项问题"),
    "ask_reporter": ("ask a reporter without a name", "向匿名报告人提问"),
    "raise_finding": ("raise a finding", "提出整改"),
    "weigh": ("weigh by the just-culture guide", "公正文化评估"),
    "write_lesson": ("write the lesson", "撰写经验教训"),
    "print_case": ("make the case report", "生成个案报告"),
    "print_form": ("make a regulator's form", "生成上报表"),
    "do_action": ("complete an action", "完成措施"),
    "analyse": ("plan an analysis", "启动原因分析"),
    "act_on": ("put a recommendation into action", "将改进建议转为整改"),
    "ask_unsealing": ("ask who reported under seal", "申请查看受保护的上报人"),
    "decide_unsealing": ("decide whether the reporter becomes known", "审批查看上报人的申请"),
}

WHO_MAY = """# Who may do what 权限矩阵

{made}
Worked out from the rules in each module's `permissions.py` and proved cell by cell: `tests/reference/` asks for every
deed, in every role, on every such record, through the page and through the API.
本表由各模块 `permissions.py` 中的规则生成，并逐格以真实请求（页面与接口）验证。

| | |
|---|---|
| ✓ | may do it 可以 |
| – | may read it, but not do this: told so (403, 409), and nothing is written 可查看，不可操作，不写入任何数据 |
| (empty 空白) | may not know that it exists: 404 不可见，如同不存在 |
| · | no such case 不适用 |

Each person in the tables works in the department *here* and has one role: over that department, or over the whole
hospital where the role is one for the hospital (the offices, committee, leaders, auditor, administrators).
表中每人均在“本科室”工作并只担任一个角色；职能科室、委员会、院领导、审计与管理员的范围为全院。
*Own*: reported by this person. *Own department* and the others: reported by somebody else.
"""

ADDRESSES = """# Every address 全部地址

{made}
Which deed each address does. `public`: whoever reaches the server; `any account`: whoever is signed in; else the
permission that is asked for. An address without a deed fails the tests.

| how | address | deed |
|---|---|---|
"""

WORKFLOWS = """# Workflows 流程

{made}
Each as its table says; the same table moves the records.
"""


def permissions_page(world: World) -> str:
    people = {role: world.person(role) for role in ROLES}
    tables = (_table(world, people, kind, deed) for kind in KINDS for deed in (None, *deeds_of(kind)))
    return "".join([WHO_MAY.format(made=MADE), *tables, _openings_table(world, people), _house_table(people)])


def routes_page() -> str:
    ours = (route for route in routes() if not route.address.startswith(("/deliveries", "/api/deliveries")))
    return ADDRESSES.format(made=MADE) + "".join(
        f"| {route.method} | `{route.address}` | {route.deed} |\n" for route in ours
    )


def workflows_page() -> str:
    return WORKFLOWS.format(made=MADE) + "".join(_workflow(kind) for kind in KINDS)


def _table(world: World, people: dict, kind: str, deed: str | None) -> str:
    relations = KINDS[kind].relations
    if deed is None:
        return f"\n## {_both(Record.kinds[kind]._meta.verbose_name_plural)}\n"
    head = f"\n### {_deed_label(kind, deed)} `{kind}.{deed}`\n\n"
    rows = (
        _row([_role_label(role), *(MARKS[cell(world, person, kind, deed, relation)] for relation in relations)])
        for role, person in people.items()
    )
    return head + "".join([*_columns(relations), *rows])


def _openings_table(world: World, people: dict) -> str:
    relations = KINDS["incidents"].relations
    rows = (
        _row([_role_label(role), *(MARKS[openings(world, person, relation)] for relation in relations)])
        for role, person in people.items()
    )
    return f"\n## records of every kind 各类记录\n\n### see who opened it 查看查阅记录 `{OPENINGS}`\n\n" + "".join(
        [*_columns(relations), *rows]
    )


def _house_table(people: dict) -> str:
    """Deeds that are done with no record: who may."""
    head = "\n## the house 系统\n\nDone with no record, in the whole installation. 不涉及具体记录的操作。\n\n"
    rows = (_row([f"`{deed}`", _who(people, deed)]) for deed in house_deeds())
    return head + "".join([_row(["deed 操作", "who may 谁可以"]), _row(["---"] * 2), *rows])


def _who(people: dict, deed: str) -> str:
    roles = [role for role, person in people.items() if person.has_perm(deed)]
    return "everybody 所有员工" if roles == ROLES else ", ".join(map(_role_label, roles))


def _columns(relations: list[str]) -> list[str]:
    return [_row(["role 角色", *(COLUMNS[relation] for relation in relations)]), _row(["---"] * (len(relations) + 1))]


def _workflow(kind: str) -> str:
    flow = workflow_of(kind)
    states = (f"    {name} : {_both(state.label)}\n" for name, state in flow.states.items())
    arrows = (
        f"    {source or '[*]'} --> {step.target_from(source)} : {_both(step.label)}\n"
        for step in flow.steps.values()
        for source in (step.sources or [""])
    )
    ends = (f"    {name} --> [*]\n" for name in flow.closed_states())
    picture = "".join(["```mermaid\nstateDiagram-v2\n", *states, *arrows, *ends, "```\n"])
    title = _both(Record.kinds[kind]._meta.verbose_name_plural)
    return f"\n## {title} `{kind}`\n\n{picture}\n{''.join(_steps(flow))}"


def _steps(flow) -> Iterator[str]:
    yield _row(["step 步骤", "from → to 状态", "by 执行人", "note 说明", "told 通知"]) + _row(["---"] * 5)
    for step in flow.steps.values():
        yield _row([_both(step.label), _way(step), _both(step.by), step.note, ", ".join(step.tell)])


def _way(step) -> str:
    """From where to where; one line for each where that depends on the source."""
    if isinstance(step.target, str):
        return f"{', '.join(step.sources) or '–'} → {step.target}"
    return "<br>".join(f"{source} → {target}" for source, target in step.arrows())


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _deed_label(kind: str, deed: str) -> str:
    if deed in workflow_of(kind).steps and deed != FILE:
        return _both(workflow_of(kind).steps[deed].label)
    return " ".join(BESIDE[deed])


def _role_label(role: str) -> str:
    return "any account 无职务的员工" if role == NOBODY else _both(Role(role).label)


def _both(label: object) -> str:
    """In English, then in Chinese."""
    said = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said.append(str(label))
    return said[0] if said[0] == said[1] else " ".join(said)
