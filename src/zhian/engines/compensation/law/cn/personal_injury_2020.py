"""人身损害赔偿解释（法释〔2020〕17号修正）: the text of 2003 under the Civil Code, renumbered. Regime B."""

from datetime import date

from ...words import Words
from .. import Instrument
from . import personal_injury_2003 as before

law = Instrument(
    "B",
    Words("人身损害赔偿解释（2020年修正）", "Personal-injury interpretation (amended 2020)"),
    date(2021, 1, 1),
    date(2022, 4, 30),
    figures_of="trial",
    figures_place="court",
    source="法释〔2020〕17号",
    verified="2025-04-19",
)
CIVIL_CODE = Words("民法典第一千一百七十九条（合理费用）", "Civil Code, Art. 1179 (reasonable cost)")
ARTICLES: dict[str, str | Words] = {
    "medical": "6",
    "further_treatment": "6",
    "lost_earnings": "7",
    "nursing": "8",
    "nursing_later": "8",
    "transport": "9",
    "food": "10",
    "lodging": "10",
    "nutrition": "11",
    "disability": "12",
    "devices": "13",
    "funeral": "14",
    "death": "15",
    "dependants": Words("第十六条、第十七条", "Arts. 16 and 17"),
    "relatives": CIVIL_CODE,
    "mental": "23",
    "other_loss": CIVIL_CODE,
    "appraisal": CIVIL_CODE,
    "lawyer": CIVIL_CODE,
    "other": CIVIL_CODE,
}
law.keep(before.law, ARTICLES)
