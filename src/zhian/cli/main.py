"""The program at the prompt: `zhian serve`, `zhian work`, `zhian demo`, `zhian verify` …

Nothing of Django is loaded before a command asks for it, so that the engines' commands start at once.
"""

import typer

from . import assess, charts, clocks, demo, founding, generate, importing, keys, measure, people, proofs, risk, running

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="质安 Zhian")
app.command()(running.serve)
app.command()(running.work)
app.command()(running.tick)
app.command()(running.migrate)
app.command()(founding.found)
app.command()(running.healthy)
app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False)(
    running.manage
)
app.command()(proofs.verify)
app.command()(proofs.head)
app.command()(assess.assess)
app.command()(clocks.clocks)
app.command()(charts.chart)
app.command()(measure.measure)
app.command("import")(importing.take_in)
app.command()(risk.risk)
app.add_typer(demo.app, name="demo")
app.add_typer(generate.app, name="generate")
app.add_typer(keys.app, name="keys")
app.add_typer(people.app, name="people")

if __name__ == "__main__":
    app()
