"""A lake filled with invented facts, the answers beside them."""

import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from ..lake import Lake, LakeError
from .answers import Answers
from .months import months
from .plan import Plan

AT_ONCE = 8  # files that wait to be written: bounds the memory


def fill(lake: Lake, plan: Plan, *, progress: Callable[[int], None] = lambda stays: None) -> Path:
    """Lays the plan's months down in an empty lake, and says where the answers are; `progress` hears how many stays.

    Raises LakeError where the lake is not empty: invented patients do not lie beside others.
    """
    if lake.tables():
        raise LakeError(
            f"{lake.path} 已有数据。虚构数据只能写入空的数据湖，请另选文件夹。",
            f"{lake.path} has rows already. Invented ones go into an empty lake only; choose another folder.",
        )
    answers, done, waiting = Answers(plan), 0, list[Future[None]]()
    with lake.writing() as writing, ThreadPoolExecutor(2) as pool:
        for month in months(plan):
            answers.take(month.hospital, month.month, month.counted)
            for name, table in month.tables.items():
                waiting.append(pool.submit(writing.lay, name, table, month.hospital, month.month))
            while len(waiting) > AT_ONCE:
                waiting.pop(0).result()
            done += len(month.stays) if month.stays is not None else 0
            progress(done)
        for each in waiting:
            each.result()
    path = Path(lake.path, "answers.json")
    path.write_text(json.dumps(answers.told(), ensure_ascii=False), "utf-8")
    return path
