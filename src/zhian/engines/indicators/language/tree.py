"""The one node of the typed tree that SQL does not have: what is gathered from rows of another table."""

from sqlglot import exp


class Gathered(exp.Expression):
    """`any(diagnosis, …)`: an aggregate over the rows of `table` that belong to the same stay.

    `this` is the aggregate over those rows for which `where` is true, `otherwise` its value where there are none.
    The compiler puts a column in its place and makes all that is gathered from one table in one go.
    """

    arg_types = {"this": True, "table": True, "where": True, "otherwise": False}


def column(table: str, name: str) -> exp.Column:
    """A column, always with its table and always quoted: `group` and `day` are words of SQL."""
    return exp.column(exp.to_identifier(name, quoted=True), table=exp.to_identifier(table, quoted=True))


def word(text: str) -> exp.Expr:
    return exp.Literal.string(text)


def number(text: str | int) -> exp.Expr:
    return exp.Literal.number(text)


def double(value: exp.Expr) -> exp.Expr:
    return exp.cast(value, exp.DataType.Type.DOUBLE)


def moment(value: exp.Expr) -> exp.Expr:
    """Without a zone on either engine, so that the session's zone changes nothing."""
    return exp.cast(value, exp.DataType.Type.TIMESTAMPNTZ)


def day(value: exp.Expr) -> exp.Expr:
    return exp.cast(value, exp.DataType.Type.DATE)


def named(name: str, value: exp.Expr) -> exp.Expr:
    """The value under a name: itself, where SQLGlot's own way would write a copy."""
    return exp.Alias(this=value, alias=exp.to_identifier(name, quoted=True))


def every(*conditions: exp.Expr) -> exp.Expr:
    """All of them; what is always true is not said."""
    said = [each for each in conditions if each != exp.true()]
    return exp.and_(*said) if said else exp.true()


def filled(value: exp.Expr) -> exp.Expr:
    return exp.Not(this=exp.Is(this=exp.paren(value.copy()), expression=exp.null()))
