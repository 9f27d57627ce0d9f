// A board is one stop for the Tab key; inside it the arrows go from case to case and from lane to lane.

document.querySelectorAll("[data-board]").forEach((board) => {
  const lanes = [...board.querySelectorAll(".lane")]
    .map((lane) => [...lane.querySelectorAll("a.case, a.lane-more")])
    .filter((lane) => lane.length);
  const cases = lanes.flat();
  if (!cases.length) return;
  cases.forEach((each) => (each.tabIndex = -1));
  cases[0].tabIndex = 0;

  board.addEventListener("keydown", (event) => {
    const column = lanes.findIndex((lane) => lane.includes(event.target));
    if (column < 0) return;
    const row = lanes[column].indexOf(event.target);
    const next = goal(event.key, column, row);
    if (!next) return;
    event.preventDefault();
    cases.forEach((each) => (each.tabIndex = -1));
    next.tabIndex = 0;
    next.focus();
  });

  function goal(key, column, row) {
    const beside = (lane) => lane && lane[Math.min(row, lane.length - 1)];
    switch (key) {
      case "ArrowDown": return lanes[column][row + 1];
      case "ArrowUp": return lanes[column][row - 1];
      case "ArrowRight": return beside(lanes[column + 1]);
      case "ArrowLeft": return beside(lanes[column - 1]);
      case "Home": return lanes[column][0];
      case "End": return lanes[column][lanes[column].length - 1];
      default: return null;
    }
  }
});
