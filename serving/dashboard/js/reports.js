// Completeness: who owes a report and what became of it; files that nobody could read.
const REPORT_STATES = ["on_time", "late", "unreadable", "missing", "awaited"];
const GLYPHS = { on_time: "✓", late: "✓", unreadable: "?", missing: "✗", awaited: "·" };

function renderReports() {
  const rows = cube.reporting.filter((row) => isWithin(row.unit));
  const due = rows.filter((row) => row.status !== "awaited");
  const sent = due.filter((row) => ["on_time", "late"].includes(row.status));
  disposeIn($("s-reports"));
  $("reports-note").textContent = rows.length ? `${t("sentShare", { sent: sent.length, due: due.length })}. ${t("reportsNote")}` : t("noReports");
  put("reports-chart", rows.length ? reportsChart(rows) : []);
  put("reports-table", rows.length ? reportsTable(rows) : []);
  put("files", filesList());
}

const obligationOf = (row) => `${row.obligation} · ${periodName(row.period)}`;

function reportsChart(rows) {
  const groups = [...byKey(rows, obligationOf)].map(([name, its]) => ({ name, parts: countsOf(its, "status", REPORT_STATES) }));
  const states = REPORT_STATES.filter((code) => rows.some((row) => row.status === code));
  draw("chart-reports", partsChart(groups, states, (code) => t(`report.${code}`), 230));
  return [
    legend(states, (code) => t(`report.${code}`)), chartPlace("chart-reports", groups.length * 30 + 8, t("reportsTitle")),
    asTable(t("reportsTitle"), [t("reportsNav"), ...states.map((code) => ({ number: t(`report.${code}`) }))],
      groups.map((group) => [group.name, ...states.map((code) => ({ number: String(group.parts[code]) }))])),
  ];
}

/** Units that have something amiss first. */
function reportsTable(rows) {
  const columns = [...byKey(rows, obligationOf).keys()];
  const badness = (its) => Math.max(...its.map((row) => ["on_time", "awaited", "late", "unreadable", "missing"].indexOf(row.status)));
  const units = [...byKey(rows, "unit")].sort((a, b) => badness(b[1]) - badness(a[1]));
  const line = ([code, its]) => h("tr", {}, h("th", { scope: "row" }, cube.unit.get(code)?.short ?? its[0].unit_name ?? code),
    columns.map((name) => reportCell(its.find((row) => obligationOf(row) === name))));
  const body = h("tbody", {}, units.slice(0, 60).map(line));
  return h("div", { class: "wide" }, h("table", { class: "reports" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("unit")), columns.map((name) => h("th", { scope: "col" }, name)))), body));
}

function reportCell(row) {
  if (!row) return h("td", { class: "none" }, h("span", { class: "vh" }, t("notOwed")));

  const note = row.status === "missing" || row.status === "awaited" ? t("due", { date: day(row.due) }) : row.status === "unreadable" ? row.reason : null;
  return h("td", {}, h("span", { class: `state ${row.status}` }, h("i", { "aria-hidden": "true" }, GLYPHS[row.status]), row.status === "late" && row.late_days ? t("lateDays", { n: row.late_days }) : t(`report.${row.status}`)), note ? h("small", {}, note) : null);
}

function filesList() {
  const files = cube.files.filter((file) => !state.o || file.office === state.o);
  if (!files.length) return [];
  return [h("h3", {}, t("files")), listed(files, 6, (file) => h("li", {}, h("p", { class: "where" }, file.path),
    h("p", {}, JSON.parse(file.reasons ?? "[]").map((reason) => reason[language] ?? reason.vi).filter(Boolean).join(" ")), h("p", { class: "quiet" }, officeName(file.office))), { class: "plain flags" })];
}
