"""The law of compensation once more, as plainly as it can be written: one case document, exact fractions, no engine.

It is there to disagree with the engine where the engine is wrong, so it shares nothing with it but the names of fields,
heads and answers. Read it with the text of the instruments beside it: 条例 is 医疗事故处理条例 (2002) Arts. 50-52,
解释 is the personal-injury interpretation, its 2022 numbering.
"""

from .owed import award, borne
from .stated import higher

__all__ = ["award", "borne", "higher"]
