// Keeps what is typed into a form with `data-draft` in this browser until it has been sent: a lost connection, an
// expired session or a closed window loses nothing. `data-draft="visit"` forgets it with the window, for pages that
// several people use without signing in. Passwords, files and hidden fields are never kept, but for a hidden field with
// `data-drafted`: the key under which a form is taken once has to outlive the page as the words do. With
// `data-draft-fresh` what the page brings counts, and becomes the draft.

const words = JSON.parse(document.getElementById("words").textContent);
const person = document.body.dataset.person || "guest";
const PREFIX = "draft:";
const SENT = "draft-sent";
const LONGEST = 7 * 24 * 3600 * 1000;
const UNKEPT = new Set(["password", "file", "hidden", "submit", "button", "reset"]);

const forms = [...document.querySelectorAll("form[data-draft]")];

forgetOld();
settleSent();
forms.forEach(watch);
document.querySelectorAll("form[data-forgets-drafts]").forEach((form) => form.addEventListener("submit", forgetMine));

function watch(form) {
  const key = keyOf(form);
  const store = storeOf(form);
  let waiting = null;
  const settle = () => {
    clearTimeout(waiting);
    waiting = null;
  };
  const keep = () => {
    settle();
    store.setItem(key, JSON.stringify({ at: Date.now(), fields: fieldsOf(form) }));
    const sign = form.querySelector("[data-draft-sign]");
    if (!sign) return;
    sign.textContent = words.kept;
    sign.dataset.draftSign = "kept";
  };
  if ("draftFresh" in form.dataset) keep();
  else restore(form, key, store);
  form.addEventListener("input", () => {
    settle();
    waiting = setTimeout(keep, 250);
  });
  form.addEventListener("change", keep);
  window.addEventListener("pagehide", () => waiting && keep()); // the last letters before the page goes
  form.addEventListener("draft:taken", () => {
    settle();
    store.removeItem(key);
    sessionStorage.removeItem(SENT);
  });
  form.addEventListener("submit", () => {
    keep();
    sessionStorage.setItem(SENT, JSON.stringify({ key, path: location.pathname, visit: store === sessionStorage }));
  });
}

function restore(form, key, store) {
  const draft = read(store, key);
  if (!draft || same(draft.fields, fieldsOf(form))) return;
  const before = fieldsOf(form);
  fill(form, draft.fields);
  const note = document.createElement("div");
  note.className = "note draft-note";
  note.setAttribute("role", "status");
  const sentence = document.createElement("p");
  sentence.textContent = words.restored.replace("%(when)s", new Date(draft.at).toLocaleString(words.language));
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "button is-small";
  discard.textContent = words.discard;
  discard.addEventListener("click", () => {
    store.removeItem(key);
    fill(form, before);
    note.remove();
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  note.append(sentence, discard);
  form.prepend(note);
}

// The page that follows a sent form came from it and holds it no more: it was taken, and its draft has done its work.
// Where that page asks to sign in again, the session had ended and nothing was taken.
function settleSent() {
  const sent = read(sessionStorage, SENT);
  if (!sent) return;
  const isTaken = "taken" in document.body.dataset; // said by pages whose browser tells nobody where it came from
  const cameFromIt = isTaken || (document.referrer && new URL(document.referrer).pathname === sent.path);
  const samePerson = sent.key.startsWith(`${PREFIX}${person}:`);
  const stillHere = forms.some((form) => keyOf(form) === sent.key && form.querySelector("[aria-invalid], [role=alert]"));
  if (cameFromIt && samePerson && !stillHere && !("error" in document.body.dataset)) {
    (sent.visit ? sessionStorage : localStorage).removeItem(sent.key);
  }
  sessionStorage.removeItem(SENT);
}

function keyOf(form) {
  return `${PREFIX}${person}:${new URL(form.action || location.href).pathname}:${form.id}`;
}

function storeOf(form) {
  return form.dataset.draft === "visit" ? sessionStorage : localStorage;
}

function kept(form) {
  const isKept = (field) => ("drafted" in field.dataset || !UNKEPT.has(field.type)) && !("undrafted" in field.dataset);
  return [...form.elements].filter((field) => field.name && isKept(field));
}

function fieldsOf(form) {
  return kept(form).map((field) => {
    if (field.type === "checkbox" || field.type === "radio") return [field.name, field.value, field.checked];
    if (field.multiple) return [field.name, [...field.selectedOptions].map((option) => option.value)];
    return [field.name, field.value];
  });
}

function fill(form, values) {
  const fields = kept(form);
  const missing = values.some(([name]) => !fields.some((field) => field.name === name));
  if (missing) form.dispatchEvent(new CustomEvent("draft:missing", { bubbles: true, detail: values }));
  for (const [name, value, checked] of values) {
    const choice = checked !== undefined;
    const field = fields.find((each) => each.name === name && (!choice || each.value === value));
    if (!field) continue;
    if (choice) field.checked = checked;
    else if (Array.isArray(value)) [...field.options].forEach((option) => (option.selected = value.includes(option.value)));
    else field.value = value;
  }
  form.dispatchEvent(new CustomEvent("draft:filled", { bubbles: true }));
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function read(store, key) {
  try {
    return JSON.parse(store.getItem(key));
  } catch {
    return null;
  }
}

function forgetOld() {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const draft = read(localStorage, key);
    if (!draft || Date.now() - draft.at > LONGEST) localStorage.removeItem(key);
  }
}

function forgetMine() {
  for (const store of [localStorage, sessionStorage]) {
    Object.keys(store)
      .filter((key) => key.startsWith(`${PREFIX}${person}:`))
      .forEach((key) => store.removeItem(key));
  }
}
