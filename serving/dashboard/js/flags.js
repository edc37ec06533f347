// Flags: in which state, since when, why, and where to look first.
const SETTLED = ["confirmed", "withdrawn", "closed", "corrected"];
const STATES = ["open", "updated", "reopened", "acknowledged", "awaiting_unit", "confirmed", "withdrawn", "corrected", "closed"];
const AGES = [1, 7, 14, 30, Infinity];
const FLAGS_SHOWN = 8;

const nights = (since) => Math.round((Date.parse(cube.page.night) - Date.parse(since)) / 86_400_000);
const ageOf = (flag) => AGES.findIndex((limit) => nights(flag.since) < limit);

function shownFlags() {
  const at = period();
  return cube.flags.filter((flag) => (flag.period === at || flag.period === null)
    && (flag.unit === null || !cube.unit.has(flag.unit) ? !state.l && (!state.o || cube.page.office !== null) : isWithin(flag.unit)));
}

function renderFlags() {
  const flags = shownFlags();
  const open = flags.filter((flag) => !SETTLED.includes(flag.state));
  disposeIn($("s-flags"));
  $("flags-count").textContent = flags.length ? t("flagCount", { open: open.length, n: flags.length }) : t("noFlags");
  put("flags-age", flags.length ? ages(flags) : []);
  put("flags-rule", flags.length ? rules(open) : []);
  put("flags-list", open.length ? [h("h3", {}, t("flagList")), listed(open, FLAGS_SHOWN, flagLine, { class: "plain flags" })] : []);
}

function ages(flags) {
  const states = STATES.filter((code) => flags.some((flag) => flag.state === code));
  const rows = AGES.map((_, index) => ({ name: t(`age.${index}`), parts: countsOf(flags.filter((flag) => ageOf(flag) === index), "state", states) }));
  draw("chart-ages", partsChart(rows, states, (code) => word("state", code), 86));
  return [
    h("h3", {}, t("byAge")), legend(states, (code) => word("state", code)), chartPlace("chart-ages", rows.length * 30 + 8, t("byAge")),
    asTable(t("byAge"), [t("age"), ...states.map((code) => ({ number: word("state", code) }))], rows.map((row) => [row.name, ...states.map((code) => ({ number: numberText(String(row.parts[code])) }))])),
  ];
}

function countsOf(rows, column, codes) {
  return Object.fromEntries(codes.map((code) => [code, rows.filter((row) => row[column] === code).length]));
}

function ruleName(flag) {
  const words = flag.rule.replaceAll("_", " ");
  return language === "vi" ? flag.rule_name ?? words : words[0].toUpperCase() + words.slice(1);
}

function rules(open) {
  const severities = ["fatal", "query", "info"].filter((code) => open.some((flag) => flag.severity === code));
  const rows = [...byKey(open, "rule")].sort((a, b) => b[1].length - a[1].length).slice(0, 12)
    .map(([, its]) => ({ name: ruleName(its[0]), parts: countsOf(its, "severity", severities) }));
  if (!rows.length) return [];
  draw("chart-rules", partsChart(rows, severities, (code) => t(`severity.${code}`), 210));
  return [
    h("h3", {}, t("byRule")), legend(severities, (code) => t(`severity.${code}`)), chartPlace("chart-rules", rows.length * 26 + 8, t("byRule")),
    asTable(t("byRule"), [t("rule"), ...severities.map((code) => ({ number: t(`severity.${code}`) }))], rows.map((row) => [row.name, ...severities.map((code) => ({ number: numberText(String(row.parts[code])) }))])),
  ];
}

function flagLine(flag) {
  const place = placesOf(flag)[0];
  const open = flag.indicator && cube.unit.has(flag.unit) && cube.told.has(keyOf(flag.unit, flag.indicator, flag.period));
  return h("li", {},
    h("div", { class: "flag-head" }, h("span", { class: `tag ${flag.severity}` }, t(`severity.${flag.severity}`)), h("b", {}, ruleName(flag)),
      h("span", { class: "quiet" }, `${word("state", flag.state)} · ${t(`age.${ageOf(flag)}`)}`)),
    flag.message ? messageOf(flag) : h("p", {}, `${unitName(flag.unit)} · ${indicatorName(flag.indicator)}`),
    flag.action ? h("p", { class: "quiet", lang: "vi" }, flag.action) : null,
    place ? h("p", { class: "where" }, placeText(place)) : null,
    open ? h("button", { type: "button", class: "more", on: { click: () => openFigure(flag.unit, flag.indicator, flag.period) } }, t("from")) : null);
}

/** What is asked, in the reader's language; in Vietnamese where the mart has no other. */
function messageOf(flag) {
  return language === "en" && flag.message_en ? h("p", { lang: "en" }, flag.message_en) : h("p", { lang: "vi" }, flag.message);
}

/** Places a flag names: {source, path, locator, quote, value}. */
function placesOf(flag) {
  return JSON.parse(flag.places ?? "[]").map(([source, path, locator, quote, value]) => ({ source, path: path ?? "", locator: locator ?? "", quote: quote ?? "", value })).filter(({ path, quote }) => path || quote);
}

function placeText({ path, locator, source }) {
  const [sheet, cell] = splitLocator(locator);
  if (source === "news" || !cell) return [path, locator ? t("characters", { place: locator }) : ""].filter(Boolean).join(" · ");
  return [path, /\.csv$/i.test(path) ? "" : `${t("sheet")} “${sheet}”`, `${t("cell")} ${cell}`].filter(Boolean).join(" · ");
}

function splitLocator(locator) {
  const at = (locator ?? "").lastIndexOf("!");
  return at < 0 ? [locator ?? "", ""] : [locator.slice(0, at), locator.slice(at + 1)];
}
