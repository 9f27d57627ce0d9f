// Questions that depend on others are shown when they are asked. Without this script all are shown, and the server
// drops what was not asked.

const COMPARE = {
  "=": (one, other) => one === other,
  "!=": (one, other) => one !== other,
  ">": (one, other) => one > other,
  "<": (one, other) => one < other,
  ">=": (one, other) => one >= other,
  "<=": (one, other) => one <= other,
};

document.querySelectorAll("form[data-questions]").forEach((form) => {
  const refresh = () => form.querySelectorAll("[data-when]").forEach((row) => show(form, row));
  form.addEventListener("change", refresh);
  form.addEventListener("input", refresh);
  refresh();
});

// Rows come in the order of the page and conditions look back only, so one pass is enough.
function show(form, row) {
  const told = JSON.parse(row.dataset.when);
  const found = told.when.map((condition) => holds(form, condition));
  row.hidden = !(told.any ? found.some(Boolean) : found.every(Boolean));
}

function holds(form, condition) {
  const answers = answersTo(form, condition.question);
  if (condition.operator === "exists") return answers.length > 0 === condition.value;
  return answers.some((answer) => COMPARE[condition.operator](like(condition.value, answer), condition.value));
}

// An answer to a question that is not asked itself is no answer.
function answersTo(form, question) {
  const place = form.querySelector(`[data-question="${CSS.escape(question)}"]`);
  if (!place || place.closest("[hidden]")) return [];
  const inputs = [...place.querySelectorAll("input, select, textarea")];
  const ticked = inputs.filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked);
  const counted = place.closest(".is-quantity") ? ticked.slice(0, 1) : ticked; // without its unit
  return counted.map((input) => input.value.trim()).filter(Boolean);
}

function like(value, answer) {
  if (typeof value === "boolean") return answer === "true";
  return typeof value === "number" ? Number(answer) : answer;
}
