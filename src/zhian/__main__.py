"""`python -m zhian` is the same as `zhian`."""

from zhian.cli.main import app

app(prog_name="zhian")
