// One press sends once: the button shows that it is being sent, and says so where there is no connection.
// Pressing again after a long wait is safe, since every form carries a key under which it is filed only once.

const words = JSON.parse(document.getElementById("words").textContent);
const LONG = 15000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || "persists" in form.dataset) return;
  if (form.classList.contains("is-sending")) {
    event.preventDefault();
    return;
  }
  if (!navigator.onLine) {
    event.preventDefault();
    say(form, words.offline, "is-warn");
    return;
  }
  const button = event.submitter;
  if (button && "download" in button.dataset) return; // the page stays as it is
  // After the browser has gathered the fields, or the pressed button's own value would be missing.
  setTimeout(() => send(form, button), 0);
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form.is-sending").forEach(settle);
});

window.addEventListener("online", () => document.querySelectorAll("[data-said]").forEach((note) => note.remove()));

// A form that came back with errors: the reader begins where they are told.
document.querySelector("[data-focus]:not([data-sample] *)")?.focus();

function send(form, button) {
  form.classList.add("is-sending");
  if (button) {
    button.dataset.word = button.textContent;
    button.setAttribute("aria-disabled", "true");
    if (!form.closest(".menu")) button.lastChild.textContent = words.sending;
  }
  setTimeout(() => {
    if (!form.classList.contains("is-sending")) return;
    settle(form);
    say(form, words.slow, "");
  }, LONG);
}

function settle(form) {
  form.classList.remove("is-sending");
  document.querySelectorAll("[data-word]").forEach((button) => {
    button.removeAttribute("aria-disabled");
    if (!form.closest(".menu")) button.lastChild.textContent = button.dataset.word;
    delete button.dataset.word;
  });
}

function say(form, sentence, shade) {
  form.querySelector("[data-said]")?.remove();
  const note = document.createElement("div");
  note.className = `note ${shade}`;
  note.dataset.said = "";
  note.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = sentence;
  note.append(text);
  const ends = form.querySelector(".form-ends, .send > div, .buttons") || form;
  ends.before(note);
}
