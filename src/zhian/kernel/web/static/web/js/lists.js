// On a phone the rows of a list stand without the heads of its columns: each number says there what it counts.

document.querySelectorAll("table.list:not(.is-figures)").forEach((list) => {
  const heads = [...list.querySelectorAll("thead th")].map((head) => head.textContent.trim());
  for (const row of list.querySelectorAll("tbody tr")) {
    if (row.cells.length !== heads.length) continue;
    [...row.cells].forEach((cell, at) => {
      if (cell.matches("td.num")) cell.dataset.head = heads[at];
    });
  }
});
