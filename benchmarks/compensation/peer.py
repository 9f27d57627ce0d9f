"""The same rules in the idiom of OpenFisca: a person, a case as a group of persons, variables with formulas."""

from collections.abc import Callable

import numpy as np
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

YEAR = "2024"
Person = Entity("person", "persons", "", "")
Case = GroupEntity("case", "cases", "", "", roles=[{"key": "member", "plural": "members"}])


INPUTS = {"patient_age": int, "level": int, "medical": float, "ratio": float, "income": float, "consumption": float}
INPUTS_OF_PERSONS = {"age": int, "incapable": int, "supporters": int}


def years(age):
    return np.where(age < 60, 20, np.where(age < 75, 80 - age, 5))


def coefficient(case, period):
    return (11 - case("level", period)) / 10


def disability(case, period):
    return case("income", period) * years(case("patient_age", period)) * case("coefficient", period)


def support_years(person, period):
    age = person("age", period)
    return np.where(age < 18, 18 - age, years(age) * person("incapable", period))


def dependants(case, period):
    term, share = case.members("support_years", period), 1 / case.members("supporters", period)
    lost = case("coefficient", period)
    units = sum(np.minimum(1, lost * case.sum(share * (term > year))) for year in range(20))
    return case("consumption", period) * units


def owed(case, period):
    heads = case("medical", period) + case("disability", period) + case("dependants", period)
    return heads * case("ratio", period)


def system() -> TaxBenefitSystem:
    made = TaxBenefitSystem([Person, Case])
    variables = [_variable(name, Case, kind) for name, kind in INPUTS.items()]
    variables += [_variable(name, Person, kind) for name, kind in INPUTS_OF_PERSONS.items()]
    variables += [_variable(rule.__name__, Case, float, rule) for rule in (coefficient, disability, dependants, owed)]
    for variable in [*variables, _variable("support_years", Person, int, support_years)]:
        made.add_variable(variable)
    return made


def _variable(name: str, entity: Entity, kind: type, formula: Callable | None = None) -> type:
    says = {"value_type": kind, "entity": entity, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), says | ({"formula": formula} if formula else {}))


def taken(cases: dict, people: dict) -> tuple[dict, dict, np.ndarray]:
    """Its input: yuan in float32; for each case its patient, who is nobody's dependant, then the dependants."""
    money = {name: (cases[name] / 100).astype(np.float32) for name in ("medical", "income", "consumption")}
    columns = money | {"ratio": (cases["ratio"] / 10_000).astype(np.float32)}
    columns |= {"patient_age": cases["age"].astype(np.int32), "level": cases["level"].astype(np.int32)}
    count = len(cases["age"])
    patients = {"age": np.full(count, 30), "incapable": np.zeros(count), "supporters": np.ones(count)}
    rows = {name: np.concatenate([patients[name], people[name]]).astype(np.int32) for name in patients}
    return columns, rows, np.concatenate([np.arange(count), people["case"]])


def simulation(of: TaxBenefitSystem, columns: dict, rows: dict, members: np.ndarray) -> Simulation:
    """Columns put in directly, past the reader of documents, which would take minutes for a million cases."""
    populations = of.instantiate_entities()
    made = Simulation(of, populations)
    made.persons.count, made.persons.ids = len(members), np.arange(len(members))
    group = made.populations["case"]
    group.count, group.ids, group.members_entity_id = len(columns["ratio"]), np.arange(len(columns["ratio"])), members
    for name, column in (columns | rows).items():
        made.set_input(name, YEAR, column)
    return made


def total(made: Simulation) -> np.ndarray:
    return made.calculate("owed", YEAR)


def document(cases: dict, people: dict) -> dict:
    """The first case as the document that its web API takes."""
    columns, rows, members = taken(cases, people)
    mine = np.flatnonzero(members == 0)
    persons = {f"p{row}": {name: {YEAR: int(column[row])} for name, column in rows.items()} for row in mine}
    case = {name: {YEAR: column[0].item()} for name, column in columns.items()}
    return {"persons": persons, "cases": {"one": case | {"members": list(persons)}}}


def from_document(of: TaxBenefitSystem, document: dict) -> Simulation:
    return SimulationBuilder().build_from_entities(of, document)
