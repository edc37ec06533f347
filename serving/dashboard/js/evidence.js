// One figure opened: its number, why it is asked about, and the very cell or sentence it was read from.
function openFigure(unit, indicator, at) {
  state.f = [unit, indicator, at].join("|");
  writeHash();
  showFigure();
}

function showFigure() {
  const sheet = $("evidence");
  const [unit, indicator, at] = state.f.split("|");
  if (!state.f || !cube.indicator.has(indicator)) {
    if (sheet.open) sheet.close();
    return;
  }
  put("evidence-body", figureBody(unit, indicator, at));
  if (!sheet.open) sheet.showModal();
  sheet.scrollTop = 0;
}

function wireEvidence() {
  const sheet = $("evidence");
  sheet.addEventListener("close", () => {
    state.f = "";
    writeHash();
  });
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close();
  });
  $("evidence-close").addEventListener("click", () => sheet.close());
}

function figureBody(unit, indicator, at) {
  const told = cube.told.get(keyOf(unit, indicator, at)) ?? [];
  const row = chosen(unit, indicator, at) ?? told[0];
  const head = [h("p", { class: "kicker" }, fullName(unit)), h("h2", { id: "evidence-title" }, indicatorName(indicator)), h("p", { class: "quiet" }, periodName(at))];
  if (!row) return [head, h("p", {}, t("noFigure", { unit: fullName(unit), indicator: indicatorName(indicator), period: periodName(at) }))];
  const others = told.filter((other) => other !== row && other.scope === "");
  const parts = told.filter((other) => other.scope !== "");
  return [
    head, bigFigure(row), whyAsked(unit, indicator, at), h("h3", {}, t("from")), placeCard(row),
    others.length ? [h("h3", {}, t("sameOther")), others.map((other) => [bigFigure(other, true), placeCard(other)])] : null,
    compared(unit, indicator, at, told),
    parts.length ? [h("h3", {}, t("parts")), parts.map((part) => [h("p", {}, h("b", {}, part.scope), ` ${figureText(part)} ${percentText(part.pct)}`), placeCard(part)])] : null,
    earlier(unit, indicator, at),
  ];
}

function bigFigure(row, isSmall = false) {
  const interval = row.pct_from !== null && row.pct_to !== null && row.pct_from !== row.pct_to
    ? t("interval", { from: percentText(row.pct_from), to: percentText(row.pct_to) }) : "";
  const facts = [
    row.printed_pct !== null && row.value !== null ? `${t("printed")}: ${percentText(row.printed_pct)}` : "", interval,
    row.basis && row.basis !== "stated_target" ? word("basis", row.basis) : "",
    row.reference_period ? `${t("reference")}: ${periodName(row.reference_period)}` : "",
  ].filter(Boolean);
  return h("div", { class: `figure ${isSmall ? "small" : ""}`, "data-figure": keyOf(row.unit, row.indicator, row.period), "data-source": row.source },
    h("p", { class: "number" }, h("b", {}, figureText(row) || percentText(row.printed_pct)), row.pct !== null && hasTarget(row) ? h("span", {}, percentText(row.pct)) : null),
    h("p", {}, pill(statusOf(row)), h("span", { class: "quiet" }, ` ${t(`source.${row.source}`)}`)),
    facts.length ? h("p", { class: "quiet" }, facts.join(" · ")) : null);
}

function whyAsked(unit, indicator, at) {
  const flags = cube.flagsOf.get(keyOf(unit, indicator, at)) ?? [];
  if (!flags.length) return null;
  return [h("h3", {}, t("flagged")), h("ol", { class: "plain flags" }, flags.map((flag) => h("li", {},
    h("div", { class: "flag-head" }, h("span", { class: `tag ${flag.severity}` }, t(`severity.${flag.severity}`)), h("b", {}, ruleName(flag)), h("span", { class: "quiet" }, word("state", flag.state))),
    flag.message ? messageOf(flag) : null, flag.action ? h("p", { class: "quiet", lang: "vi" }, flag.action) : null,
    placesOf(flag).slice(1).map((place) => h("p", { class: "where" }, placeText(place))))))];
}

function compared(unit, indicator, at, told) {
  const isShown = (row) => told.some((other) => other.document === row.document && other.locator === row.locator);
  const rows = cube.comparedOf.get(keyOf(unit, indicator, at)) ?? [];
  if (!rows.length) return null;
  return [h("h3", {}, t("newsTitle")), rows.slice(0, 4).map((row) => h("div", { class: "compared" },
    h("p", {}, h("span", { class: `tag ${row.finding}` }, t(`finding.${row.finding}`)), ` ${t("newsValue")} ${valueText(row.news_value, indicator)} · ${t("workbookValue")} ${valueText(row.workbook_value, indicator)}`),
    row.explanation ? h("p", { class: "quiet", lang: "vi" }, row.explanation) : null,
    isShown(row) ? null : sentenceCard(row, row.news_value, null),
    JSON.parse(row.places ?? "[]").map(([who, value, path, locator]) => h("p", { class: "where" }, `${unitName(who)}: ${valueText(value, indicator)} · ${placeText({ path: path ?? "", locator, source: "unit_report" })}`))))];
}

function earlier(unit, indicator, at) {
  const rows = cube.periods.map((row) => row.period).filter((code) => code !== at).map((code) => chosen(unit, indicator, code)).filter(Boolean);
  if (!rows.length) return null;
  return [h("h3", {}, t("history")), table(t("history"), [t("period"), { number: t("result") }, { number: t("percent") }, t("state")],
    rows.map((row) => [h("button", { type: "button", class: "link", on: { click: () => openFigure(unit, indicator, row.period) } }, periodName(row.period)),
      { number: figureText(row) || percentText(row.printed_pct) }, { number: hasTarget(row) ? percentText(row.pct) : "" }, t(`status.${statusOf(row)}`)]))];
}

function placeCard(row) {
  return row.source === "news" ? sentenceCard(row, row.value ?? row.printed_pct, row.reference) : cellCard(row);
}

function documentLine(row) {
  const found = cube.document.get(row.document);
  const facts = [found?.member, found?.published ? t("published", { date: day(found.published) }) : found?.received ? t("received", { date: day(found.received) }) : ""];
  return h("p", { class: "where" }, [row.path, ...facts].filter(Boolean).join(" · "));
}

/** A corner of the sheet with the cell lit, and the row and column it stands in as the workbook names them. */
function cellCard(row) {
  const [sheet, cell] = splitLocator(row.locator);
  const [, letters, line] = /^([A-Z]{1,3})(\d+)$/.exec(cell) ?? [];
  return h("div", { class: "place" },
    documentLine(row),
    h("p", {}, /\.csv$/i.test(row.path) ? null : [h("span", { class: "quiet" }, `${t("sheet")} `), h("b", {}, sheet), " "], h("span", { class: "quiet" }, `${t("cell")} `), h("b", {}, cell)),
    row.quote ? h("p", { class: "quiet" }, row.quote) : null,
    letters ? miniSheet(letters, Number(line), row) : null);
}

function miniSheet(letters, line, row) {
  const lines = [line - 1, line, line + 1].filter((number) => number > 0);
  const columns = [beside(letters, -1), letters, beside(letters, 1)].filter(Boolean);
  const shown = row.value !== null ? numberText(row.value) : percentText(row.printed_pct);
  return h("table", { class: "mini", "aria-hidden": "true" },
    h("tr", {}, h("th", {}), columns.map((name) => h("th", {}, name))),
    lines.map((number) => h("tr", {}, h("th", {}, String(number)), columns.map((name) => (name === letters && number === line ? h("td", { class: "lit" }, shown) : h("td", {}))))));
}

/** The column left (-1) or right (1) of one; empty where there is none. */
function beside(letters, by) {
  let number = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) + by;
  let name = "";
  for (; number > 0; number = Math.floor((number - 1) / 26)) name = String.fromCharCode(65 + ((number - 1) % 26)) + name;
  return name;
}

function sentenceCard(row, value, reference) {
  const title = cube.document.get(row.document)?.title;
  return h("div", { class: "place" }, title ? h("p", {}, h("b", {}, title)) : null, documentLine(row),
    row.quote ? h("blockquote", { lang: "vi" }, marked(row.quote, row.locator, value, reference)) : null,
    row.locator ? h("p", { class: "quiet" }, t("characters", { place: row.locator })) : null);
}

/** The sentence with its number marked. The place says how long the number is; of pieces so long, the one with its digits. */
function marked(quote, locator, value, reference) {
  const letters = [...quote];
  const [from, to] = (locator ?? "").split(":").map(Number);
  const length = to - from;
  if (!(length > 0) || length > letters.length) return quote;
  const bare = (text) => (text ?? "").replace(/\D/g, "").replace(/^0+|0+$/g, "");
  const wanted = [bare(`${value ?? ""}`.replace(/\.0+$/, "")), bare(`${value ?? ""}${reference ?? ""}`)];
  const starts = letters.map((_, start) => start).filter((start) =>
    start + length <= letters.length && /\d/.test(letters[start]) && !/[\d.,]/.test(letters[start - 1] ?? "") && !/\d/.test(letters[start + length] ?? ""));
  const found = starts.find((start) => wanted.includes(bare(letters.slice(start, start + length).join("")))) ?? (starts.length === 1 ? starts[0] : -1);
  if (found < 0) return quote;
  return [letters.slice(0, found).join(""), h("mark", {}, letters.slice(found, found + length).join("")), letters.slice(found + length).join("")];
}
