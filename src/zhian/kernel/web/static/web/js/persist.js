// Sends a form with `data-persists` again and again until it has arrived: at once, after two seconds, four, eight …
// For forms whose key makes the same content sent twice one deed, and whose answer is shown only once.
// It notes nothing: neither a cookie goes along, nor is anything kept but the draft that the window has anyway.

const words = JSON.parse(document.getElementById("words").textContent);
const WAITS = [2, 4, 8, 16, 32, 60]; // seconds; the last one from then on
const LONGEST = 90000;
const GATEWAYS = new Set([502, 503, 504]); // what stands before the program answers for it

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("persists" in form.dataset) || event.defaultPrevented) return;
  event.preventDefault();
  if (form.inert) return;
  form.inert = true; // what was sent first must be what is sent again
  const answer = await arrive(form);
  form.inert = false;
  if (answer) show(form, answer);
});

// The answer, or nothing where the person rather goes on writing.
async function arrive(form) {
  const note = noteAfter(form);
  try {
    for (let turn = 0; !note.isStopped; turn += 1) {
      const answer = await attempt(form);
      if (answer) return answer;
      note.wait();
      await pause(WAITS[Math.min(turn, WAITS.length - 1)], note);
    }
    return null;
  } finally {
    note.remove();
  }
}

async function attempt(form) {
  try {
    const sent = { method: "POST", body: new FormData(form), credentials: "omit", cache: "no-store" };
    const answer = await fetch(form.action, { ...sent, signal: AbortSignal.timeout(LONGEST) });
    return GATEWAYS.has(answer.status) ? null : { isTaken: answer.ok, text: await answer.text() };
  } catch {
    return null;
  }
}

// Until the time is over, there is a connection again, or somebody presses a button.
function pause(seconds, note) {
  return new Promise((go) => {
    const waiting = setTimeout(go, seconds * 1000);
    const wake = () => {
      clearTimeout(waiting);
      go();
    };
    window.addEventListener("online", wake, { once: true });
    note.onPress(wake);
  });
}

// What was refused is sent once more in the usual way, so that the page comes back with all that belongs to a form.
function show(form, answer) {
  if (!answer.isTaken) {
    HTMLFormElement.prototype.submit.call(form);
    return;
  }
  form.dispatchEvent(new CustomEvent("draft:taken"));
  const page = new DOMParser().parseFromString(answer.text, "text/html");
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  window.scrollTo(0, 0);
  document.querySelector("main").focus({ preventScroll: true });
}

function noteAfter(form) {
  const [box, inside, deeds] = ["note", "", "buttons"].map(division);
  const sentence = document.createElement("p");
  const [now, stop] = [words.sendNow, words.stopSending].map(button);
  let pressed = () => {};
  box.setAttribute("role", "status");
  sentence.textContent = words.sending;
  inside.append(sentence);
  box.append(inside);
  form.after(box);
  box.scrollIntoView({ block: "nearest" });
  const note = {
    isStopped: false,
    remove: () => box.remove(),
    onPress: (go) => (pressed = go),
    wait: () => {
      if (deeds.isConnected) return;
      box.classList.add("is-warn");
      sentence.textContent = words.sendingAgain;
      deeds.append(now, stop);
      inside.append(deeds);
      box.scrollIntoView({ block: "nearest" });
    },
  };
  now.addEventListener("click", () => pressed());
  stop.addEventListener("click", () => {
    note.isStopped = true;
    pressed();
  });
  return note;
}

function division(name) {
  const made = document.createElement("div");
  made.className = name;
  return made;
}

function button(word) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button is-small";
  made.textContent = word;
  return made;
}
