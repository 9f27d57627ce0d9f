// Buttons that print the page, and buttons that copy what is written beside them.

const words = JSON.parse(document.getElementById("words").textContent);

document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));

document.querySelectorAll("[data-copy]").forEach((button) =>
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.lastChild.textContent = words.copied;
  }),
);
