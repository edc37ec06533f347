// One indicator: every unit beside its target, and how it went over the periods.
const BARS = 30;

function openIndicator(code) {
  change({ i: code });
  $("s-indicator").scrollIntoView();
  $("indicator-choice").focus({ preventScroll: true });
}

function shownIndicator() {
  if (cube.indicator.has(state.i)) return state.i;
  const rows = chosenOf(period()).filter(hasTarget);
  const told = [...byKey(rows, "indicator")].map(([code, its]) => [code, its.length + cube.withTarget.get(code).filter((row) => isWithin(row.unit)).length]);
  return told.sort((a, b) => b[1] - a[1])[0]?.[0] ?? cube.indicators[0]?.indicator ?? "";
}

function renderIndicator() {
  const code = shownIndicator();
  $("indicator-choice").replaceChildren(...cube.indicators.map((row) =>
    h("option", { value: row.indicator, selected: row.indicator === code }, indicatorName(row.indicator))));
  $("indicator-choice").value = code;
  const rows = chosenOf(period()).filter((row) => row.indicator === code && hasTarget(row) && row.pct !== null)
    .sort((a, b) => approximately(b.pct) - approximately(a.pct));
  disposeIn($("indicator-body"));
  put("indicator-bars", bars(rows, code));
  put("indicator-trend", trend(code));
  if (rows.length) draw("chart-bars", barsOption(rows.slice(0, BARS)), (index) => openFigure(rows[index].unit, code, period()));
}

function bars(rows, code) {
  const title = h("h3", {}, t("byUnit"));
  if (!rows.length) return [title, h("p", { class: "quiet" }, t("noTarget"))];
  const shown = rows.slice(0, BARS);
  const label = `${indicatorName(code)}, ${periodName(period())}: ${shown.slice(0, 5).map((row) => `${unitName(row.unit)} ${percentText(row.pct)}`).join("; ")}`;
  return [
    title,
    legend(STATUS_ORDER.filter((status) => rows.some((row) => statusOf(row) === status)), (status) => t(`status.${status}`)),
    chartPlace("chart-bars", shown.length * 28 + 34, label),
    rows.length > BARS ? h("p", { class: "note" }, t("barsCut", { n: BARS, all: rows.length })) : null,
    asTable(indicatorName(code), [t("unit"), { number: t("result") }, { number: t("reference") }, { number: t("percent") }, t("state")],
      rows.map((row) => [h("button", { type: "button", class: "link", on: { click: () => openFigure(row.unit, code, period()) } }, fullName(row.unit)), { number: valueText(row.value ?? row.printed_pct, code) }, { number: valueText(row.reference ?? row.target_pct, code) },
        { number: percentText(row.pct) }, t(`status.${statusOf(row)}`)])),
  ];
}

/** The short name beside a bar of a narrow page; of namesakes among the bars each with its province. */
function narrowName(code, rows) {
  const unit = cube.unit.get(code);
  const name = columnName(unit);
  const isAlone = rows.every((row) => row.unit === code || columnName(cube.unit.get(row.unit)) !== name);
  const province = /\S tỉnh (.*)$/.exec(unit.short)?.[1] ?? (cube.office.get(unit.office)?.name ?? "").replace(/^LĐLĐ (tỉnh|thành phố) /, "");
  if (isAlone || !province) return name;
  const bare = name.replace(/^Ngành /, "");
  return `${bare.charAt(0).toUpperCase()}${bare.slice(1)} ${province}`;
}

function barsOption(rows) {
  return (width) => {
    const isNarrow = width < 480;
    const names = isNarrow ? 128 : 215;
    const most = Math.max(110, ...rows.map((row) => Math.min(approximately(row.pct), 200)));
    return {
      grid: { left: names + 10, right: isNarrow ? 58 : 158, top: 22, bottom: 6 },
      xAxis: { type: "value", min: 0, max: most, position: "top", ...axisStyle(), axisLabel: { show: false }, splitLine: { show: false } },
      yAxis: [
        { type: "category", inverse: true, data: rows.map((row) => (isNarrow ? narrowName(row.unit, rows) : unitName(row.unit))), ...namesStyle(names) },
        // What each bar says stands in a column of its own, where no bar and no line crosses it.
        { type: "category", inverse: true, position: "right", axisLine: { show: false }, axisTick: { show: false }, data: rows.map((_, index) => String(index)),
          axisLabel: { interval: 0, align: "left", margin: 10, formatter: (index) => barText(rows[index], isNarrow),
            rich: { pct: { fontWeight: 650, fontSize: 12.5, width: 52, align: "right", color: colour("ink") }, raw: { fontSize: 12, color: colour("soft"), padding: [0, 0, 0, 10] } } } },
      ],
      series: [
        {
          type: "bar", barWidth: 15, data: rows.map((row) => ({ value: Math.min(approximately(row.pct), most), itemStyle: fill(statusOf(row)) })),
          markLine: {
            silent: true, symbol: "none", lineStyle: { color: colour("ink"), width: 1.25, type: "solid" },
            label: { formatter: t("axisTarget"), color: colour("soft"), fontSize: 12, position: "start" }, data: [{ xAxis: 100 }],
          },
        },
        { type: "custom", data: rows.map((row, index) => [index, approximately(row.pct_from), approximately(row.pct_to)]), encode: { x: [1, 2], y: 0 }, renderItem: whisker, z: 5 },
      ],
    };
  };
}

const barText = (row, isNarrow) => `{pct|${percentText(row.pct)}}${isNarrow ? "" : `{raw|${smallFigure(row)}}`}`;

const smallFigure = (row) => (cube.indicator.get(row.indicator)?.measure === "money" ? shortMoney(row.value ?? "0") : figureText(row));

/** The interval of an approximate number; nothing where both ends are one. */
function whisker(_, api) {
  const [from, to] = [api.value(1), api.value(2)];
  if (!(to > from)) return null;
  const [start, end] = [api.coord([from, api.value(0)]), api.coord([to, api.value(0)])];
  const stroke = colour("ink");
  const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth: 1.5 } });
  return { type: "group", children: [line(start[0], start[1], end[0], end[1]), line(start[0], start[1] - 4, start[0], start[1] + 4), line(end[0], end[1] - 4, end[0], end[1] + 4)] };
}

function trend(code) {
  const title = h("h3", {}, t("byPeriod"));
  const kind = cube.periodOf.get(period())?.kind;
  const periods = cube.periods.filter((row) => row.kind === kind && row.end_date).map((row) => row.period).reverse();
  const lines = cube.units.filter((unit) => isWithin(unit.unit))
    .map((unit) => ({ unit, rows: periods.map((at) => chosen(unit.unit, code, at)).map((row) => (row && hasTarget(row) && statusOf(row) !== "held" ? row : null)) }))
    .filter((line) => line.rows.filter((row) => row?.pct).length > 1);
  if (periods.length < 2 || !lines.length) return [title, h("p", { class: "quiet" }, t("onePeriod"))];
  for (const line of lines) {
    const told = line.rows.filter((row) => row?.pct);
    line.change = approximately(told.at(-1).pct) - approximately(told[0].pct);
  }
  lines.sort((a, b) => b.change - a.change);
  draw("chart-trend", trendOption(lines, periods));
  return [
    title, h("p", { class: "note" }, t("trendNote")),
    chartPlace("chart-trend", 330, `${t("byPeriod")}: ${indicatorName(code)}`),
    asTable(indicatorName(code), [t("unit"), ...periods.map((at) => ({ number: periodName(at) }))],
      lines.map((line) => [line.unit.name, ...line.rows.map((row) => ({ number: row ? percentText(row.pct) : "" }))])),
  ];
}

function trendOption(lines, periods) {
  return (width) => {
    const strong = new Map([[lines[0], "met"], ...(lines.length > 1 ? [[lines.at(-1), "near"]] : [])]);
    const last = (line) => approximately(line.rows.filter((row) => row?.pct).at(-1).pct);
    const values = lines.flatMap((line) => line.rows.map((row) => approximately(row?.pct ?? null))).filter((value) => value !== null);
    // Two names that would stand on each other step aside, the higher one up.
    const isNear = strong.size > 1 && Math.abs(last(lines[0]) - last(lines.at(-1))) < (Math.max(...values) - Math.min(...values)) * 0.2;
    const step = (line) => (isNear ? (line === lines[0] ? -1 : 1) * (last(lines[0]) >= last(lines.at(-1)) ? 24 : -24) : 0);
    return {
      grid: { left: 48, right: Math.min(140, width * 0.34), top: 14, bottom: 30 },
      xAxis: { type: "category", boundaryGap: false, data: periods.map((at) => periodName(at)), ...axisStyle(), splitLine: { show: true, lineStyle: { color: colour("line") } } },
      yAxis: { type: "value", min: Math.floor(Math.min(...values, 90) / 10) * 10, max: Math.ceil(Math.min(Math.max(...values, 110), 220) / 10) * 10, ...axisStyle(),
        axisLabel: { color: colour("soft"), fontSize: 12, formatter: (value) => percentText(String(value)) } },
      series: lines.map((line, index) => ({
        type: "line", symbol: strong.has(line) ? "circle" : "none", symbolSize: 7, connectNulls: true, silent: true, z: strong.has(line) ? 5 : 2,
        lineStyle: { color: colour(strong.get(line) ?? "faint"), width: strong.has(line) ? 2.5 : 1.1 }, itemStyle: { color: colour(strong.get(line) ?? "faint") },
        data: line.rows.map((row) => approximately(row?.pct ?? null)),
        endLabel: { show: strong.has(line), offset: [0, step(line)], formatter: () => `${line.unit.short}\n${percentText(line.rows.filter((row) => row?.pct).at(-1).pct)}`, color: colour("ink"), fontSize: 12, lineHeight: 15, width: Math.min(130, width * 0.32), overflow: "break" },
        markLine: index ? undefined : { silent: true, symbol: "none", lineStyle: { color: colour("ink"), width: 1.25, type: "solid" }, label: { show: false }, data: [{ yAxis: 100 }] },
      })),
    };
  };
}
