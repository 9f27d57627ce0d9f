// A search among the icons of a fold: what does not contain the words is hidden. Without scripts there is no search.

document.querySelectorAll("details[data-picks]").forEach((fold) => {
  const search = fold.querySelector("[data-pick-search]");
  const picks = [...fold.querySelectorAll(".pick")];
  search.closest("label").hidden = false;
  search.addEventListener("input", () => {
    const words = search.value.trim().toLowerCase();
    picks.forEach((pick) => (pick.hidden = !pick.textContent.toLowerCase().includes(words)));
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it searches and does not send the form
    picks.find((pick) => !pick.hidden)?.querySelector("input").click();
  });
});
