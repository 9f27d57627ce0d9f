// A filter leaves no empty questions in the address, so that it can be read, saved and sent to somebody.

document.querySelectorAll("form[data-filters]").forEach((form) => {
  form.addEventListener("submit", () => {
    const empty = [...form.elements].filter((field) => field.name && field.value === "");
    empty.forEach((field) => (field.disabled = true));
    setTimeout(() => empty.forEach((field) => (field.disabled = false)), 0);
  });
});

// What does not fit a narrow window is folded there; without scripts it stays open.
document.querySelectorAll("details[data-fold]").forEach((fold) => {
  if (window.innerWidth <= Number(fold.dataset.fold)) fold.open = false;
});
