"""The keys that hide names and identity numbers. Keep a copy of them, but not where the database's copies are."""

import typer

from .setup import load_django, refuse

app = typer.Typer(no_args_is_help=True, help=__doc__)


@app.command()
def create() -> None:
    """Make the key file of a new hospital."""
    load_django()
    from zhian.kernel import encryption

    try:
        typer.echo(encryption.create_keys())
    except FileExistsError as error:
        refuse(
            f"密钥文件已存在：{error.filename}，不予覆盖。", f"{error.filename} is there already and is not replaced."
        )


@app.command()
def rotate() -> None:
    """Add a key, make it the active one, and write every hidden value anew under it."""
    load_django()
    from zhian.kernel import encryption
    from zhian.site.account.factors import rotate_secrets

    try:
        name = encryption.add_key()
    except encryption.KeysMissing as error:
        refuse("无法更换密钥。", str(error))
    done = encryption.rotate()
    rotated = done.rotated + rotate_secrets()
    typer.echo(f"已启用密钥 {name}，重新加密 {rotated} 项。 {name} is active; {rotated} values written anew.")
    if done.unreadable:
        typer.echo("\n".join(done.unreadable), err=True)
        refuse(
            f"{len(done.unreadable)} 项无法读取，见上。", f"{len(done.unreadable)} values could not be read, see above."
        )
