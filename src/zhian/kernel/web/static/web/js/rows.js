// A draft can have rows that the page does not show: the server then draws the form's tables with all of them.
// Loaded before the drafts are put back.

/* global htmx */
document.addEventListener("draft:missing", (event) => {
  const draw = () => redraw(event.target, event.detail);
  if (document.readyState === "complete") draw();
  else window.addEventListener("load", draw, { once: true }); // htmx is there by then
});

function redraw(form, values) {
  const tables = form.querySelector("[data-redraws]");
  if (!tables) return;
  const here = `#${tables.id}`;
  const told = { ...Object.fromEntries(values), add: "" };
  htmx.ajax("POST", form.action, { source: form, values: told, target: here, select: here, swap: "outerHTML" });
}
