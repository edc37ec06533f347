// Charts: drawn as SVG by ECharts, in the page's own colours; each has a table beside it that says the same.
const drawn = new Map();

const PRINT_WIDTH = 680;

/** A colour of the page's style sheet by its name. */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

const STATUS_ORDER = ["met", "doubt", "near", "far", "held", "unsure", "going", "plain"];

/** Fill of a status; what is in doubt is hatched, so that it is told apart without colour. */
function fill(status) {
  const decal = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: colour("sheet") };
  return { color: colour(status), decal: ["doubt", "held", "unsure", "unreadable", "explained"].includes(status) ? decal : { symbol: "none" } };
}

/** A place for a chart that is named `id`; `label` is what a screen reader says of it. */
function chartPlace(id, height, label) {
  return h("div", { class: "chart", id, role: "img", "aria-label": label, style: { height: `${height}px` } });
}

const waitingToBeDrawn = [];

/** Draw, or draw anew, once the page stands. `make` gives the option from the width there is; `onClick` is told which row. */
function draw(id, make, onClick = null) {
  waitingToBeDrawn.push({ id, make, onClick });
}

/** All widths are read before anything is drawn, so that the page is laid out once and not once a chart. */
function drawWaiting() {
  const placed = waitingToBeDrawn.splice(0).map((drawing) => ({ ...drawing, place: $(drawing.id) })).filter(({ place }) => place);
  const sized = placed.map((drawing) => ({ ...drawing, width: drawing.place.clientWidth, height: drawing.place.clientHeight }));
  for (const { id, make, onClick, place, width, height } of sized) {
    drawn.get(id)?.chart.dispose();
    const chart = echarts.init(place, null, { renderer: "svg", width, height });
    drawn.set(id, { chart, make, onClick });
    chart.setOption(dressed(make(width)));
    if (onClick) chart.on("click", ({ dataIndex }) => onClick(dataIndex));
  }
}

function dressed(option) {
  const text = { color: colour("ink"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12.5 };
  return {
    animation: false, textStyle: text, aria: { enabled: false, decal: { show: true } },
    ...option,
  };
}

const axisStyle = () => ({
  axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: colour("soft"), fontSize: 12 },
  splitLine: { lineStyle: { color: colour("line") } },
});

const namesStyle = (width) => ({
  axisLine: { show: false }, axisTick: { show: false },
  axisLabel: { color: colour("ink"), fontSize: 12.5, width, overflow: "truncate", interval: 0 },
});

function redrawAll() {
  for (const [id, { make, onClick }] of drawn) draw(id, make, onClick);
  drawWaiting();
}

function disposeIn(section) {
  for (const [id, { chart }] of drawn) {
    if (!section.contains($(id))) continue;
    chart.dispose();
    drawn.delete(id);
  }
}

/** Charts follow the width of the window, and of the sheet when the page is printed. */
function followWidth() {
  let waiting = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(redrawAll);
  });
  let theme = "";
  addEventListener("beforeprint", () => {
    theme = document.documentElement.dataset.theme ?? "";
    document.documentElement.dataset.theme = "light";
    for (const [id, { chart, make }] of drawn) {
      const place = $(id);
      const isHalf = place.parentElement.parentElement.classList.contains("two");
      const width = isHalf ? PRINT_WIDTH / 2 - 14 : PRINT_WIDTH;
      chart.resize({ width, height: place.clientHeight });
      chart.setOption(dressed(make(width)), true);
    }
  });
  addEventListener("afterprint", () => {
    document.documentElement.dataset.theme = theme;
    redrawAll();
  });
}

/** Horizontal bars in parts. `rows`: {name, parts: {status: count}}; `order`: which parts, in which order. */
function partsChart(rows, order, name, nameWidth) {
  return (width) => ({
    grid: { left: Math.min(nameWidth, width * 0.4) + 8, right: 36, top: 4, bottom: 4 },
    xAxis: { type: "value", show: false, max: "dataMax" },
    yAxis: { type: "category", inverse: true, data: rows.map((row) => row.name), ...namesStyle(Math.min(nameWidth, width * 0.4)) },
    series: order.map((part, index) => ({
      type: "bar", stack: "all", name: name(part), barWidth: 16,
      itemStyle: { ...fill(part), borderColor: colour("sheet"), borderWidth: 1 },
      data: rows.map((row) => row.parts[part] ?? 0),
      label: index === order.length - 1
        ? { show: true, position: "right", color: colour("soft"), fontSize: 12,
          formatter: ({ dataIndex }) => numberText(Object.values(rows[dataIndex].parts).reduce((sum, count) => sum + count, 0)) }
        : { show: false },
    })),
  });
}

function legend(parts, name) {
  return h("ul", { class: "legend", "aria-label": t("legend") }, parts.map((part) => h("li", {}, h("i", { class: `key ${part}` }), name(part))));
}

/** A bar of counts that needs no chart: widths in proportion, one word each for the ear. */
function strip(parts, name) {
  const shown = parts.filter(([, count]) => count > 0);
  const all = shown.reduce((sum, [, count]) => sum + count, 0);
  return h("div", { class: "strip", role: "img", "aria-label": shown.map(([part, count]) => `${name(part)}: ${count}`).join("; ") },
    shown.map(([part, count]) => h("i", { class: part, style: { "flex-grow": count, "flex-basis": 0 }, title: `${name(part)}: ${count}` },
      count / all > 0.05 ? h("b", {}, numberText(count)) : null)));
}
