// Units beside each other, indicators below each other: every attainment of a period at one look.
const COLUMNS = 40;
let firstColumn = 0;

function renderMatrix() {
  const at = period();
  const rows = chosenOf(at);
  const has = new Set(rows.map((row) => row.unit));
  const units = cube.units.filter((unit) => has.has(unit.unit));
  const told = new Set(rows.map((row) => row.indicator));
  const indicators = cube.indicators.filter((row) => told.has(row.indicator));
  if (firstColumn >= units.length) firstColumn = 0;
  const shown = units.slice(firstColumn, firstColumn + COLUMNS);
  $("matrix-note").textContent = t("matrixNote");
  $("matrix-keys").textContent = t("matrixKeys");
  put("matrix-pages", units.length > COLUMNS ? pager(units.length) : []);
  $("matrix").classList.toggle("long", indicators.length > 25);
  put("matrix", rows.length ? grid(shown, indicators, at) : h("p", { class: "quiet" }, t("nothing")));
  put("matrix-legend", legend(["met", "doubt", "near", "far", "held", "unsure", "going", "plain"].filter((status) => rows.some((row) => statusOf(row) === status)), (status) => t(`status.${status}`)));
  put("live", t("showing", { units: units.length, indicators: indicators.length, figures: rows.length }));
  put("showing", t("showing", { units: units.length, indicators: indicators.length, figures: rows.length }));
}

function pager(all) {
  const step = (by) => () => {
    firstColumn = Math.max(0, Math.min(firstColumn + by, all - 1));
    renderMatrix();
  };
  return [
    h("button", { type: "button", on: { click: step(-COLUMNS) }, disabled: firstColumn === 0 }, t("previous")),
    h("span", {}, t("unitsShown", { from: firstColumn + 1, to: Math.min(firstColumn + COLUMNS, all), n: all })),
    h("button", { type: "button", on: { click: step(COLUMNS) }, disabled: firstColumn + COLUMNS >= all }, t("next")),
  ];
}

/** Units of one office stand together under its name; of one level where most offices have a single unit. */
function grid(units, indicators, at) {
  const isAlone = byKey(units.filter((unit) => !["cluster", "bloc"].includes(unit.level)), "office").size > units.length / 2;
  const groupOf = (unit) => (isAlone || ["cluster", "bloc"].includes(unit.level) ? `${word("level", unit.level)}|${unit.level}` : `${officeName(unit.office)}|${unit.office}`);
  const isCluster = ([, its]) => Number(["cluster", "bloc"].includes(its[0].level));
  const groups = [...byKey(units, groupOf)].sort((a, b) => isCluster(a) - isCluster(b));
  const ordered = groups.flatMap(([, its]) => its);
  const starts = new Set(groups.map(([, its]) => its[0].unit));
  const head = h("thead", {},
    h("tr", { class: "groups" }, h("td", {}), groups.map(([name, its]) => h("th", { colspan: its.length, scope: "colgroup" }, h("span", {}, name.split("|")[0])))),
    h("tr", {}, h("th", { scope: "col", class: "corner" }, t("indicator")),
      ordered.map((unit) => h("th", { scope: "col", class: starts.has(unit.unit) ? "start" : null, title: unit.name }, h("span", {}, columnName(unit))))));
  const body = h("tbody", {}, indicators.map((row) => h("tr", {}, h("th", { scope: "row" }, indicatorName(row.indicator)),
    ordered.map((unit) => matrixCell(unit, row, at, starts.has(unit.unit))))));
  const made = h("table", { class: units.length > 14 ? "matrix" : "matrix roomy", role: "grid", "aria-labelledby": "matrix-title", "aria-describedby": "matrix-keys" }, head, body);
  made.addEventListener("keydown", walk);
  made.addEventListener("click", (event) => {
    const cell = event.target.closest("td[data-unit]");
    if (cell) openFigure(cell.dataset.unit, cell.dataset.indicator, at);
  });
  const first = made.querySelector("td[data-unit]");
  if (first) first.tabIndex = 0;
  return made;
}

/** The name of a unit without what its group already says. */
function columnName(unit) {
  if (["cluster", "bloc"].includes(unit.level)) return unit.short.replace(/^Cụm thi đua số /, "Cụm ");
  const short = unit.short.replace(/^(LĐLĐ|CĐ) (huyện |thị xã )?/, "").replace(/(?<=\S) tỉnh .*$/, "").replace(/^thành phố /, "TP ");
  return short.charAt(0).toUpperCase() + short.slice(1);
}

function matrixCell(unit, indicator, at, isStart) {
  const row = chosen(unit.unit, indicator.indicator, at);
  if (!row) return h("td", { class: isStart ? "none start" : "none" });
  const status = statusOf(row);
  const text = cellText(row);
  const spoken = `${unit.short}, ${indicatorName(indicator.indicator)}: ${figureText(row)} ${row.pct !== null && hasTarget(row) ? percentText(row.pct) : ""}, ${t(`status.${status}`)}`;
  return h("td", { class: `${status}${isStart ? " start" : ""}`, role: "gridcell", tabindex: -1, "aria-label": spoken, "data-unit": unit.unit, "data-indicator": indicator.indicator }, text);
}

/** Arrow keys, Home and End move between the cells that hold a figure; Enter and space open one. */
function walk(event) {
  const cell = event.target.closest("td[data-unit]");
  if (!cell) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    openFigure(cell.dataset.unit, cell.dataset.indicator, period());
    return;
  }
  const next = neighbour(cell, event.key);
  if (!next) return;
  event.preventDefault();
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function neighbour(cell, key) {
  const row = [...cell.parentElement.querySelectorAll("td")];
  const at = row.indexOf(cell);
  const holds = (td) => td?.dataset.unit;
  if (key === "ArrowRight") return row.slice(at + 1).find(holds);
  if (key === "ArrowLeft") return row.slice(0, at).reverse().find(holds);
  if (key === "Home") return row.find(holds);
  if (key === "End") return row.slice().reverse().find(holds);
  const lines = [...cell.closest("tbody").rows];
  const line = lines.indexOf(cell.parentElement);
  const column = (tr) => tr.querySelectorAll("td")[at];
  if (key === "ArrowDown") return lines.slice(line + 1).map(column).find(holds);
  if (key === "ArrowUp") return lines.slice(0, line).reverse().map(column).find(holds);
  return null;
}
