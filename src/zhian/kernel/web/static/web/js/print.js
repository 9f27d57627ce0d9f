// Buttons that print the page, and buttons that copy what is written beside them.

const words = JSON.parse(document.getElementById("words").textContent);

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  button.lastChild.textContent = words.copied;
});
