"""The addresses of the extensions, and how the types of answers are called."""

HL7 = "http://hl7.org/fhir/StructureDefinition/"
TRANSLATION = f"{HL7}translation"
WEIGHT = {"R4": f"{HL7}ordinalValue", "R5": f"{HL7}itemWeight"}
LEAST, MOST = f"{HL7}minValue", f"{HL7}maxValue"
UNIT, UNIT_OPTION = f"{HL7}questionnaire-unit", f"{HL7}questionnaire-unitOption"
CONTROL = f"{HL7}questionnaire-itemControl"
CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"
OWN = "urn:zhian:questionnaire:"  # shape, key, results, verified, source
UCUM = "http://unitsofmeasure.org"

ANSWER = {  # type of the question → the element that holds its answer
    "boolean": "valueBoolean",
    "decimal": "valueDecimal",
    "integer": "valueInteger",
    "date": "valueDate",
    "dateTime": "valueDateTime",
    "time": "valueTime",
    "string": "valueString",
    "text": "valueString",
    "choice": "valueCoding",
    "open-choice": "valueCoding",
    "quantity": "valueQuantity",
}
LIMIT = {**ANSWER, "quantity": "valueDecimal"}
COMPARED = {kind: element.replace("value", "answer", 1) for kind, element in ANSWER.items()}
R5_TYPES = {"choice": "coding", "open-choice": "coding"}
OPEN = "optionsOrString"  # R5 says so beside the type
