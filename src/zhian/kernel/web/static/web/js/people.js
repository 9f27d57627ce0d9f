// “@” and some letters in a field with data-mentions offer the people who can be told; a field with data-people takes
// one person's staff number and offers them as one types. The page's data-suggest is the address to ask: it answers ?q=
// with {"people": [{"username", "name", "department"}]}.

const words = JSON.parse(document.getElementById("words").textContent);
const ASKED = /(?:^|\s|[，。；])@([^\s@，。；]{0,20})$/;
const WAIT = 150;

const address = document.body.dataset.suggest;
const fields = address ? [...document.querySelectorAll("[data-mentions], [data-people]")] : [];

fields.forEach((field, index) => {
  const isMention = "mentions" in field.dataset;
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
    const asked = question();
    if (asked === null) close();
    else waiting = setTimeout(() => offer(asked), WAIT);
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

  function question() {
    if (!isMention) return field.value.trim() || null;
    const asked = before().match(ASKED);
    return asked && asked[1];
  }

  async function offer(asked) {
    const answer = await fetch(`${address}?q=${encodeURIComponent(asked)}`).catch(() => null);
    if (!answer || !answer.ok || question() === null) return close();
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
    item.dataset.name = person.name;
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
    if (isMention) mention(`${item.dataset.name}#${item.dataset.username}`);
    else field.value = item.dataset.username;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    close();
  }

  function mention(who) {
    const told = before().replace(/@[^\s@]*$/, `@${who} `);
    const rest = field.value.slice(field.selectionStart);
    field.value = told + rest;
    field.setSelectionRange(told.length, told.length);
  }

  function close() {
    list.hidden = true;
    list.replaceChildren();
    field.removeAttribute("aria-activedescendant");
  }
});
