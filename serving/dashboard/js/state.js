// What the reader has chosen, kept in the address after #, so that a view can be sent as a link.
const FILTERS = { k: "", o: "", l: "", s: "", q: "", i: "", f: "", lang: "vi", theme: "" };
/* k period, o office or cluster, l level, s source, q quality, i indicator, f the figure opened: unit|indicator|period */

let state = { ...FILTERS };

function readHash() {
  const told = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(Object.entries(FILTERS).map(([name, usual]) => [name, told.get(name) ?? usual]));
}

function writeHash() {
  const told = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) if (value !== FILTERS[name]) told.set(name, value);
  const hash = told.toString();
  history.replaceState(null, "", `#${hash}`);
}

/** The period a reader sees first: the latest whose reports are owed by now, else the latest that units reported. */
function usualPeriod() {
  const found = cube.periods.find((row) => row.is_due && row.is_reported)
    ?? cube.periods.find((row) => row.is_reported) ?? cube.periods[0];
  return found?.period ?? "";
}

const period = () => (cube.periodOf.has(state.k) ? state.k : usualPeriod());

/** Whether a unit is within the chosen office or cluster and level. */
function isWithin(code) {
  const unit = cube.unit.get(code);
  if (!unit) return !state.o && !state.l;
  if (state.l && unit.level !== state.l) return false;
  if (!state.o) return true;
  const members = cube.membersOf.get(state.o);
  return members ? members.has(code) || code === state.o : unit.office === state.o;
}

/** The status a figure is shown in: one word for colour, legend and ear. */
function statusOf(row) {
  if (!row) return "none";
  if (row.quality === "quarantined") return "held";
  if (row.quality === "unconfirmed") return "doubt";
  if (row.fulfilment === "met") return "met";
  if (row.fulfilment === "not_met") return approximately(row.pct) < 80 ? "far" : "near";
  if (row.fulfilment === "in_progress") return "going";
  if (row.fulfilment === "undecided") return "unsure";
  return "plain";
}

const hasTarget = (row) => row.fulfilment !== null;

/** Of what the sources tell of one figure, the row to show; null where the filters leave none. */
function chosen(unit, indicator, at) {
  const told = (cube.told.get(keyOf(unit, indicator, at)) ?? []).filter((row) => row.scope === "");
  const report = told.find((row) => row.source === "unit_report");
  const news = told.find((row) => row.source === "news");
  const row = state.s === "reports" ? report : state.s === "news" ? news : report ?? news;
  if (!row) return null;
  if (state.q === "ok" && row.quality !== "ok") return null;
  if (state.q === "doubt" && row.quality !== "unconfirmed") return null;
  return row;
}

/** What was asked since the filters last changed. */
const asked = new Map();

/** Rows to show of a period, one a unit and indicator. */
function chosenOf(at) {
  if (!asked.has(at)) {
    const keys = cube.toldIn.get(at) ?? [];
    asked.set(at, keys.filter((told) => isWithin(told[0].unit)).map((told) => chosen(told[0].unit, told[0].indicator, at)).filter(Boolean));
  }
  return [...asked.get(at)];
}

/** A figure as people write it: "27/22", "99,2%", "529,46 triệu đồng / 500 triệu đồng". */
function figureText(row) {
  const measure = cube.indicator.get(row.indicator)?.measure;
  const one = measure === "money" ? (text) => moneyText(text) : numberText;
  if (row.value === null) {
    if (measure === "percent" && row.printed_pct !== null)
      return percentText(row.printed_pct) + (row.target_pct === null ? "" : ` / ${percentText(row.target_pct)}`);
    return "";
  }
  const about = ["approx", "at_least", "at_most"].includes(row.qualifier) ? `${t(`qualifier.${row.qualifier}`)} ` : "";
  if (row.reference === null) return about + one(row.value);
  return about + (measure === "money" ? moneyPair(row.value, row.reference) : `${one(row.value)}/${one(row.reference)}`);
}

/** A number of an indicator with its unit. */
function valueText(value, indicator) {
  if (value === null) return "";
  const found = cube.indicator.get(indicator);
  if (found?.measure === "money") return moneyText(value);
  if (found?.measure === "percent") return percentText(value);
  return numberText(value);
}

/** What a cell of the matrix says. */
function cellText(row) {
  if (row.pct !== null && hasTarget(row)) return numberText(row.pct);
  if (row.value !== null) return cube.indicator.get(row.indicator)?.measure === "money" ? shortMoney(row.value) : numberText(row.value);
  if (row.printed_pct !== null) return percentText(row.printed_pct);
  return "–";
}
