// What a security key refused is said on the page, not only in the browser's console.

const words = JSON.parse(document.getElementById("words").textContent);

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const note = document.createElement("div");
  note.className = "note is-bad";
  note.setAttribute("role", "alert");
  note.append(document.createElement("p"));
  note.firstChild.textContent = words.keyRefused;
  document.querySelector("#main").prepend(note);
});
