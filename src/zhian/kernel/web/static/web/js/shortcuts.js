// “/” goes to the search, wherever nothing is being typed.

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("[data-search]");
  if (!search || !search.offsetParent) return;
  event.preventDefault();
  search.focus();
  search.select();
});
