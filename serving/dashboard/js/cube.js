// The figures of the page: unpacked once, coded columns as rows, and the indexes that filters ask.

async function unpack() {
  const bytes = Uint8Array.from(atob($("cube").textContent.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const packed = await new Response(stream).json();
  const cube = { ...packed };
  for (const [name, coded] of Object.entries(packed)) if (coded?.columns) cube[name] = rowsOf(coded);
  return cube;
}

function rowsOf({ rows, columns }) {
  const names = Object.keys(columns);
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(names.map((name) => [name, columns[name].i[row] < 0 ? null : columns[name].d[columns[name].i[row]]])));
}

function byKey(rows, key) {
  const index = new Map();
  for (const row of rows) {
    const at = typeof key === "function" ? key(row) : row[key];
    if (!index.has(at)) index.set(at, []);
    index.get(at).push(row);
  }
  return index;
}

const keyOf = (unit, indicator, period) => `${unit}|${indicator}|${period}`;

let cube = null;

/** Maps by code, and all rows of one unit, indicator and period. */
function indexed(read) {
  const single = (rows, key) => new Map(rows.map((row) => [row[key], row]));
  const told = byKey(read.attainments, (row) => keyOf(row.unit, row.indicator, row.period));
  return {
    ...read, told, toldIn: byKey([...told.values()], ([row]) => row.period), withTarget: byKey(read.attainments.filter((row) => row.fulfilment !== null), "indicator"),
    unit: single(read.units, "unit"), indicator: single(read.indicators, "indicator"), periodOf: single(read.periods, "period"),
    document: single(read.documents, "document"), office: single(read.offices, "office"),
    flagsOf: byKey(read.flags, (row) => keyOf(row.unit, row.indicator, row.period)),
    comparedOf: byKey(read.reconciliation, (row) => keyOf(row.unit, row.indicator, row.period)),
    membersOf: new Map([...byKey(read.standings, "cluster")].map(([code, rows]) => [code, new Set(rows.map((row) => row.unit))])),
  };
}

const unitName = (code) => cube.unit.get(code)?.short ?? code ?? "";
const fullName = (code) => cube.unit.get(code)?.name ?? code ?? "";
const officeName = (code) => cube.office.get(code)?.name ?? cube.unit.get(code)?.short ?? code ?? "";

function indicatorName(code) {
  const found = cube.indicator.get(code);
  return (language === "en" && found?.name_en) || found?.name || code || "";
}

const ROMAN = { 1: "I", 2: "II", 3: "III", 4: "IV" };

function periodName(code) {
  if (language === "vi") return cube.periodOf.get(code)?.label ?? code ?? "";
  const [, year, kind, number] = /^(\d{4})-([HQM])(\d+)$/.exec(code ?? "") ?? [];
  if (/^\d{4}$/.test(code ?? "")) return code;
  if (kind === "H") return `${number === "1" ? "First" : "Second"} half of ${year}`;
  if (kind === "Q") return `Quarter ${ROMAN[number] ?? number} of ${year}`;
  if (kind === "M") return `First ${Number(number)} months of ${year}`;
  return code ?? "";
}
