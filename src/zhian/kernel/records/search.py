"""Full-text search in Chinese: every record's words as overlapping pairs of characters, in the database's own index."""

import re
from collections.abc import Iterator, Mapping

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from .models import Record

RUNS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
NUMBER = re.compile(r"[a-z]+(-[a-z0-9_]+)*-\d{4}-\d{5,}")
MOST_WORDS = 12_000  # PostgreSQL counts positions up to 16,383


def index(record: Record) -> None:
    """Let the record be found by what it says now."""
    words = words_of(f"{record.number} {record.title} {record.search_text()}")[:MOST_WORDS]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            tokens = " ".join(f"'{word}':{place}" for place, word in enumerate(words, 1))
            cursor.execute(
                "INSERT INTO records_search (record_id, tokens) VALUES (%s, %s::tsvector)"
                " ON CONFLICT (record_id) DO UPDATE SET tokens = EXCLUDED.tokens",
                [record.pk, tokens],
            )
        else:
            sql = "INSERT OR REPLACE INTO records_search (rowid, tokens) VALUES (%s, %s)"
            cursor.execute(sql, [record.pk, " ".join(words)])


def matching(query: str) -> Q:
    """Records that contain every part of the query; nothing where the query has no letter or digit.

    A whole number leads to its record alone: all that its parts have in common with a million others is not looked at.
    """
    if NUMBER.fullmatch(number := query.strip().lower()):
        return Q(number=number.upper())
    phrases = [list(_words_of_run(run)) for run in RUNS.findall(query.lower())]
    if not phrases:
        return Q(pk__in=())
    if connection.vendor == "postgresql":
        sql = "SELECT record_id FROM records_search WHERE tokens @@ %s::tsquery"
        return Q(pk__in=RawSQL(sql, [" & ".join(map(_postgresql_phrase, phrases))]))  # noqa: S611, values are bound
    sql = "SELECT rowid FROM records_search WHERE records_search MATCH %s"
    return Q(pk__in=RawSQL(sql, [" AND ".join(map(_sqlite_phrase, phrases))]))  # noqa: S611, values are bound


def sharing(words: Mapping[str, float], *, each: int, most: int) -> list[int]:
    """The ids of the records that share most of the words, by the words' weights; of each word the newest few count."""
    if not words:
        return []
    is_postgresql = connection.vendor == "postgresql"
    one = _ONE_WORD_POSTGRESQL if is_postgresql else _ONE_WORD_SQLITE
    found = " UNION ALL ".join([f"SELECT * FROM ({one}) AS w{at}" for at in range(len(words))])  # noqa: S608
    sql = f"SELECT id, SUM(weight) FROM ({found}) AS found GROUP BY id ORDER BY 2 DESC, 1 DESC LIMIT %s"  # noqa: S608
    told = [part for word, weight in words.items() for part in (weight, _quoted(word), each)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*told, most])
        return [pk for pk, _weight in cursor.fetchall()]


def words_of(text: str) -> list[str]:
    """“跌倒坠床 AE-17” → 跌倒 倒坠 坠床 床 ae 17."""
    return [word for run in RUNS.findall(text.lower()) for word in _words_of_run(run, last=True)]


def _words_of_run(run: str, *, last: bool = False) -> Iterator[str]:
    """Pairs of Chinese characters, and other runs whole.

    With `last` also the last character alone, so that a search for one character finds it there too.
    """
    if not CHINESE.match(run):
        yield run[:60]
        return
    for place in range(len(run) - 1):
        yield run[place : place + 2]
    if last or len(run) == 1:
        yield run[-1]


_ONE_WORD_SQLITE = (
    "SELECT rowid AS id, %s AS weight FROM records_search WHERE records_search MATCH %s ORDER BY rowid DESC LIMIT %s"
)
_ONE_WORD_POSTGRESQL = (
    "SELECT record_id AS id, %s::float AS weight FROM records_search WHERE tokens @@ %s::tsquery LIMIT %s"
)


def _quoted(word: str) -> str:
    """A word of `words_of` as the databases ask for it: it holds no quote."""
    return f"'{word}'" if connection.vendor == "postgresql" else f'"{word}"'


def _postgresql_phrase(words: list[str]) -> str:
    return "(" + " <-> ".join(f"'{word}'{_prefix(word, words, ':*')}" for word in words) + ")"


def _sqlite_phrase(words: list[str]) -> str:
    return '"' + " ".join(words) + '"' + _prefix(words[-1], words, "*")


def _prefix(word: str, words: list[str], mark: str) -> str:
    """One Chinese character, or the last Latin word, is enough as a beginning."""
    is_pair = len(word) == 2 and CHINESE.match(word)
    return mark if word is words[-1] and not is_pair else ""
