"""The peers: the same work in DuckDB, Polars, pandas, PostgreSQL and Spark, as somebody who knows them would write it.

Each is made ready with the lake's files, and then answers `(places, numerators and denominators)` as rows.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from . import front_page, processes
from .work import ALL, COLUMNS, COLUMNS_OF_ONE, LEVELS, PLACES, query

TABLES = {"stay": (*COLUMNS, "stay", "admitted_at"), **front_page.COLUMNS}  # and their columns that are asked for
Files = Mapping[str, list[str]]  # by table
Row = tuple[Any, ...]
Answer = Callable[[tuple[str, ...]], Sequence[Row]]
NAMES = {
    "stay": "stays",
    "procedure": "procedures",
    "diagnosis": "diagnoses",
}  # in a database: procedure is its own word


def duckdb(files: Files) -> Answer:
    import duckdb as engine

    database = engine.connect()
    days = "(next_admitted_at::DATE - discharged_at::DATE)"
    return lambda codes: database.execute(query(_read(files), codes, days=days)).fetchall()


def scan(files: Files) -> Answer:
    """Not the work: every column of it read once, which nobody can be quicker than."""
    import duckdb as engine

    database = engine.connect()

    def answer(codes: tuple[str, ...]) -> Sequence[Row]:
        columns = {"stay": COLUMNS} if set(codes) <= set(ALL) else TABLES
        for table, wanted in columns.items():
            asked = ", ".join(f'MAX("{column}")' for column in wanted)
            database.execute(f"SELECT {asked} FROM {_read(files)[table]}").fetchall()
        return []

    return answer


def _read(files: Files) -> dict[str, str]:
    return {table: f"read_parquet({of!r}, hive_partitioning = false)" for table, of in files.items()}


def postgres(files: Files) -> Answer:
    """The server that script/postgres runs; the tables lie in it, loaded by COPY before the clock starts."""
    import psycopg

    server = psycopg.connect(os.environ["ZHIAN_DATABASE"], autocommit=True)
    server.execute("SET work_mem = '512MB'")
    server.execute("SET max_parallel_workers_per_gather = 2")
    days = "(next_admitted_at::DATE - discharged_at::DATE)"
    return lambda codes: server.execute(query(NAMES, codes, days=days)).fetchall()


def postgres_server() -> int:
    """The process of the server, below which all others of it run."""
    import psycopg

    with psycopg.connect(os.environ["ZHIAN_DATABASE"]) as server:
        return processes.parent(server.execute("SELECT pg_backend_pid()").fetchone()[0])


def load_postgres(table: str, files: list[str]) -> None:
    """The columns of the work into a table of the server, by way of a file of text, as COPY takes it quickest."""
    import duckdb as engine
    import psycopg

    database = engine.connect()
    asked = ", ".join(f'"{column}"' for column in TABLES[table])
    source = f"SELECT {asked} FROM read_parquet({files!r}, hive_partitioning = false)"
    columns = [f'"{name}" {_postgres(kind)}' for name, kind, *_ in database.execute(f"DESCRIBE {source}").fetchall()]
    with psycopg.connect(os.environ["ZHIAN_DATABASE"], autocommit=True) as server, TemporaryDirectory() as folder:
        server.execute(f"DROP TABLE IF EXISTS {NAMES[table]}")
        server.execute(f"CREATE UNLOGGED TABLE {NAMES[table]} ({', '.join(columns)})")
        text = Path(folder, "rows.csv")
        database.execute(f"COPY ({source}) TO '{text}' (HEADER false)")
        with (
            text.open("rb") as rows,
            server.cursor() as cursor,
            cursor.copy(f"COPY {NAMES[table]} FROM STDIN (FORMAT csv)") as copy,
        ):
            while block := rows.read(2**20):
                copy.write(block)
        server.execute(f"VACUUM ANALYZE {NAMES[table]}")


def _postgres(type_: str) -> str:
    return {"VARCHAR": "text", "DOUBLE": "double precision"}.get(type_, type_)


def polars(files: Files) -> Answer:
    import polars as pl

    count, none = pl.len(), pl.lit(0)
    died, home = pl.col("leaving") == "died", pl.col("leaving") != "died"
    days = pl.col("next_admitted_at").dt.date() - pl.col("discharged_at").dt.date()
    again = (
        pl.col("next_admitted_at").is_not_null()
        & (days.dt.total_days() <= 31)
        & home
        & ~pl.col("readmission_planned").fill_null(value=False)
        & ~pl.any_horizontal(pl.col("next_principal").str.starts_with(f"Z51.{n}") for n in (0, 1, 2, 8))
    )
    same = pl.col("principal").str.slice(0, 5) == pl.col("next_principal").str.slice(0, 5)
    newborn = (pl.col("age").fill_null(0) == 0) & (pl.col("age_days") <= 28)
    scored = (pl.col("icu_hours") > 0) & pl.col("death_risk").is_not_null()
    gone = pl.col("leaving").is_in(["died", "against_advice"])
    cared = sum((pl.col(f"{level}_care_days").fill_null(0) for level in LEVELS), start=pl.lit(0)).sum()
    asked = {
        "NCIS-DEATH": (died.sum(), count),
        "NCIS-READM31": ((again & same).sum(), home.sum()),
        "NCIS-READM31-ALL": (again.sum(), home.sum()),
        "CORE-14": (pl.col("rescues_succeeded").sum(), pl.col("rescues").sum()),
        "HAI24-03": (pl.col("infections").filter(newborn).sum(), pl.col("days").filter(newborn).sum()),
        **{f"NUR-12-{rank}": (pl.col(f"{level}_care_days").sum(), cared) for rank, level in enumerate(LEVELS, 1)},
        "ICU24-11": ((scored & gone).sum(), pl.col("death_risk").filter(scored).sum()),
        "NPA-02": ((pl.col("leaving") == "community").sum(), none),
        "NPA-14": ((pl.col("low_risk") & died).sum(), pl.col("low_risk").sum()),
        "DRG-01": (pl.col("group").drop_nulls().n_unique(), none),
        "DRG-02": (pl.col("weight").sum(), pl.col("weight").count()),
        "FP-01": (pl.col("complete").sum(), count),
        "ZA-LOS": (pl.col("days").sum(), count),
        "ZA-AMA": ((pl.col("leaving") == "against_advice").sum(), count),
        "ZA-REC": ((pl.col("record_quality") == "first").sum(), pl.col("record_quality").count()),
    }

    def answer(codes: tuple[str, ...]) -> Sequence[Row]:
        parts = [part.alias(f"{code} {place}") for code in codes for place, part in enumerate(asked[code])]
        stays = pl.scan_parquet(files["stay"], hive_partitioning=False)
        return stays.group_by(PLACES).agg(parts).collect(engine="streaming").rows()

    return answer


def pandas(files: Files) -> Answer:
    import pandas as pd
    import pyarrow.parquet as pq

    def again(stays: pd.DataFrame) -> pd.Series:
        days = (stays["next_admitted_at"].dt.normalize() - stays["discharged_at"].dt.normalize()).dt.days
        planned = stays["readmission_planned"].fillna(value=False).astype(bool)
        chemo = stays["next_principal"].str.startswith(("Z51.0", "Z51.1", "Z51.2", "Z51.8"))
        chemo = chemo.fillna(value=False).astype(bool)
        return stays["next_admitted_at"].notna() & (days <= 31) & alive(stays) & ~planned & ~chemo

    def alive(stays: pd.DataFrame) -> pd.Series:
        return stays["leaving"] != "died"

    def same(stays: pd.DataFrame) -> pd.Series:
        return stays["principal"].str[:5] == stays["next_principal"].str[:5]

    def newborn(stays: pd.DataFrame) -> pd.Series:
        return (stays["age"].fillna(0) == 0) & (stays["age_days"] <= 28)

    def scored(stays: pd.DataFrame) -> pd.Series:
        return (stays["icu_hours"] > 0) & stays["death_risk"].notna()

    def low(stays: pd.DataFrame) -> pd.Series:
        return stays["low_risk"].fillna(value=False).astype(bool)

    def cared(stays: pd.DataFrame) -> pd.Series:
        return sum((stays[f"{level}_care_days"].fillna(0) for level in LEVELS), start=pd.Series(0, index=stays.index))

    def every(stays: pd.DataFrame) -> pd.Series:
        return pd.Series(1, index=stays.index)

    def none(stays: pd.DataFrame) -> pd.Series:
        return pd.Series(0, index=stays.index)

    asked: dict[str, tuple[Callable[[pd.DataFrame], pd.Series], Callable[[pd.DataFrame], pd.Series]]] = {
        "NCIS-DEATH": (lambda stays: ~alive(stays), every),
        "NCIS-READM31": (lambda stays: again(stays) & same(stays), alive),
        "NCIS-READM31-ALL": (again, alive),
        "CORE-14": (lambda stays: stays["rescues_succeeded"], lambda stays: stays["rescues"]),
        "HAI24-03": (
            lambda stays: stays["infections"].where(newborn(stays)),
            lambda stays: stays["days"].where(newborn(stays)),
        ),
        **{
            f"NUR-12-{rank}": (lambda stays, level=level: stays[f"{level}_care_days"], cared)
            for rank, level in enumerate(LEVELS, 1)
        },
        "ICU24-11": (
            lambda stays: scored(stays) & stays["leaving"].isin(["died", "against_advice"]),
            lambda stays: stays["death_risk"].where(scored(stays)),
        ),
        "NPA-02": (lambda stays: stays["leaving"] == "community", none),
        "NPA-14": (lambda stays: low(stays) & ~alive(stays), low),
        "DRG-01": (none, none),  # distinct values are counted below
        "DRG-02": (lambda stays: stays["weight"], lambda stays: stays["weight"].notna()),
        "FP-01": (lambda stays: stays["complete"], every),
        "ZA-LOS": (lambda stays: stays["days"], every),
        "ZA-AMA": (lambda stays: stays["leaving"] == "against_advice", every),
        "ZA-REC": (lambda stays: stays["record_quality"] == "first", lambda stays: stays["record_quality"].notna()),
    }

    def answer(codes: tuple[str, ...]) -> Sequence[Row]:
        columns = list(COLUMNS if len(codes) > 1 else COLUMNS_OF_ONE)
        stays = pq.read_table(files["stay"], columns=columns, partitioning=None).to_pandas()
        parts = {f"{code} {place}": part(stays) for code in codes for place, part in enumerate(asked[code])}
        places = [stays[place] for place in PLACES]
        sums = pd.DataFrame(parts).groupby(places, observed=True).sum()
        if "DRG-01" in codes:
            sums["DRG-01 0"] = stays.groupby(list(PLACES), observed=True)["group"].nunique()
        return [(*place, *row) for place, row in zip(sums.index, sums.itertuples(index=False), strict=True)]

    return answer


def spark(files: Files) -> Answer:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("indicators").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.memory", "3g").config("spark.sql.shuffle.partitions", "8").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    for table, of in files.items():
        session.read.parquet(*of).createOrReplaceTempView(NAMES[table])
    days = "DATEDIFF(next_admitted_at, discharged_at)"
    return lambda codes: [tuple(row) for row in session.sql(query(NAMES, codes, days=days, group="`group`")).collect()]


PEERS: dict[str, Callable[[Files], Answer]] = {
    each.__name__: each for each in (scan, duckdb, polars, pandas, postgres, spark)
}
