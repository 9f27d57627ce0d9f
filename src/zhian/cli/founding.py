"""`zhian found`: the first command of a new hospital."""

from typing import Annotated

import typer

from .setup import load_django, refuse

Administrator = Annotated[str, typer.Option(help="Staff number and name: '1001 张三'.", prompt=True)]


def found(
    hospital: Annotated[str, typer.Argument(help="Name of the hospital.")],
    code: Annotated[str, typer.Option(help="A short lasting code.")] = "H1",
    *,
    system_admin: Administrator,
    security_admin: Administrator,
    audit_admin: Administrator,
) -> None:
    """Make the hospital and its three administrators, three different people, and show their first passwords."""
    load_django()
    from django.core.exceptions import ValidationError

    from zhian.engines.workflow import Refused
    from zhian.kernel.people.founding import found as found_hospital
    from zhian.kernel.people.models import Role

    named = {Role.SYSTEM_ADMIN: system_admin, Role.SECURITY_ADMIN: security_admin, Role.AUDIT_ADMIN: audit_admin}
    people = {role: _number_and_name(said) for role, said in named.items()}
    try:
        passwords = found_hospital(hospital, code, people)
    except (Refused, ValidationError) as error:
        why = " ".join(getattr(error, "messages", [str(error)]))
        refuse(f"未能建立医院：{why}", "The hospital was not founded; the reason stands above.")
    for role, (number, name) in people.items():
        typer.echo(f"{role.label}\t{number}\t{name}\t{passwords[number]}")
    typer.echo("首次登录后必须修改密码。 Each must be changed at the first login.")


def _number_and_name(said: str) -> tuple[str, str]:
    number, _, name = said.strip().partition(" ")
    if not name.strip():
        refuse(
            f"“{said}”应为“工号 姓名”，例如“1001 张三”。",
            f"“{said}” should be a staff number and a name: 1001 Zhang San.",
        )
    return number, name.strip()
