// News beside workbooks: where the two agree, differ for a known reason, or contradict.
const FINDINGS = ["agrees", "explained", "contradicts"];

function renderNews() {
  const at = period();
  const rows = cube.reconciliation.filter((row) => row.period === at && isWithin(row.unit));
  disposeIn($("s-news"));
  $("news-note").textContent = rows.length ? t("newsNote") : t("noNews");
  put("news-strip", rows.length ? [strip(FINDINGS.map((code) => [code, rows.filter((row) => row.finding === code).length]), (code) => t(`finding.${code}`)),
    legend(FINDINGS.filter((code) => rows.some((row) => row.finding === code)), (code) => t(`finding.${code}`))] : []);
  put("news-chart", rows.length ? newsChart(rows) : []);
  put("news-table", rows.length ? newsTable(rows) : []);
}

function newsChart(rows) {
  const groups = [...byKey(rows, "indicator")].sort((a, b) => b[1].length - a[1].length).slice(0, 14)
    .map(([code, its]) => ({ name: indicatorName(code), parts: countsOf(its, "finding", FINDINGS) }));
  draw("chart-news", partsChart(groups, FINDINGS, (code) => t(`finding.${code}`), 230));
  return [
    chartPlace("chart-news", groups.length * 27 + 8, t("newsTitle")),
    asTable(t("newsTitle"), [t("indicator"), ...FINDINGS.map((code) => ({ number: t(`finding.${code}`) }))], groups.map((group) => [group.name, ...FINDINGS.map((code) => ({ number: String(group.parts[code]) }))])),
  ];
}

function newsTable(rows) {
  const differing = rows.filter((row) => row.finding !== "agrees");
  return listed(differing, 6, (row) => h("li", {},
    h("div", { class: "flag-head" }, h("span", { class: `tag ${row.finding}` }, t(`finding.${row.finding}`) + (row.reason ? `: ${word("reason", row.reason)}` : "")), h("b", {}, unitName(row.unit)), h("span", {}, indicatorName(row.indicator)), h("span", { class: "quiet" }, word("counterpart", row.counterpart))),
    h("dl", { class: "versus" },
      h("div", {}, h("dt", {}, t("newsValue")), h("dd", {}, valueText(row.news_value, row.indicator))),
      h("div", {}, h("dt", {}, t("workbookValue")), h("dd", {}, valueText(row.workbook_value, row.indicator))),
      h("div", {}, h("dt", {}, t("difference")), h("dd", {}, row.difference === null ? "" : valueText(row.difference, row.indicator)))),
    row.explanation ? h("p", { class: "quiet", lang: "vi" }, row.explanation) : null,
    h("button", { type: "button", class: "more", on: { click: () => openFigure(row.unit, row.indicator, row.period) } }, t("from"))), { class: "plain flags" });
}
