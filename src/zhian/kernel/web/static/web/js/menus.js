// Menus that open with <details> close with Escape, with a press elsewhere, and when another one opens.

const menus = [...document.querySelectorAll("details[data-menu]")];

menus.forEach((menu) =>
  menu.addEventListener("toggle", () => {
    if (menu.open) menus.filter((other) => other !== menu).forEach((other) => (other.open = false));
  }),
);

document.addEventListener("click", (event) => {
  menus.filter((menu) => !menu.contains(event.target)).forEach((menu) => (menu.open = false));
});

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && menus.find((menu) => menu.open);
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
