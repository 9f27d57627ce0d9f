// “@” and some letters in a comment offer the people who can be told. Expects data-mentions="<address>" on the
// text field; the address answers ?q= with {"people": [{"username", "name", "department"}]}.

const words = JSON.parse(document.getElementById("words").textContent);
const ASKED = /(?:^|\s|[，。；])@([^\s@，。；]{0,20})$/;
const WAIT = 150;

document.querySelectorAll("textarea[data-mentions]").forEach((field, index) => {
  const list = document.createElement("ul");
  list.className = "people-found";
  list.id = `people-found-${index}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.people);
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  let chosen = -1;
  let waiting;

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const asked = before().match(ASKED);
    if (asked) waiting = setTimeout(() => offer(asked[1]), WAIT);
    else close();
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const deeds = { ArrowDown: () => choose(chosen + 1), ArrowUp: () => choose(chosen - 1), Enter: take, Tab: take, Escape: close };
    const deed = deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
  field.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    chosen = [...list.children].indexOf(event.target.closest("li"));
    take();
  });

  function before() {
    return field.value.slice(0, field.selectionStart);
  }

  async function offer(asked) {
    const answer = await fetch(`${field.dataset.mentions}?q=${encodeURIComponent(asked)}`).catch(() => null);
    if (!answer || !answer.ok || !ASKED.test(before())) return close();
    const { people } = await answer.json();
    list.replaceChildren(...people.map(line));
    list.hidden = !people.length;
    choose(0);
  }

  function line(person, place) {
    const item = document.createElement("li");
    item.id = `${list.id}-${place}`;
    item.setAttribute("role", "option");
    item.dataset.username = person.username;
    const where = document.createElement("small");
    where.textContent = person.department;
    item.append(`${person.name} ${person.username}`, where);
    return item;
  }

  function choose(place) {
    const items = [...list.children];
    if (!items.length) return;
    chosen = (place + items.length) % items.length;
    items.forEach((item, each) => item.setAttribute("aria-selected", String(each === chosen)));
    field.setAttribute("aria-activedescendant", items[chosen].id);
  }

  function take() {
    const item = list.children[chosen];
    if (!item) return;
    const told = before().replace(/@[^\s@]*$/, `@${item.dataset.username} `);
    const rest = field.value.slice(field.selectionStart);
    field.value = told + rest;
    field.setSelectionRange(told.length, told.length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  }

  function close() {
    list.hidden = true;
    list.replaceChildren();
    field.removeAttribute("aria-activedescendant");
  }
});
