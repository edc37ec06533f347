// The whole: read, show, and show again what a choice changes.
function choices(id, options, value) {
  $(id).replaceChildren(...options.map((option) => (option.group
    ? h("optgroup", { label: option.group }, option.items.map(([code, name]) => h("option", { value: code }, name)))
    : h("option", { value: option[0] }, option[1]))));
  $(id).value = value;
}

function renderControls() {
  const clusters = [...byKey(cube.standings, "cluster")].map(([code, rows]) => [code, rows[0].cluster_name ?? code]);
  const offices = [...new Set(cube.units.map((unit) => unit.office))].filter((code) => code).map((code) => [code, officeName(code)]);
  choices("f-k", cube.periods.map((row) => [row.period, periodName(row.period)]), period());
  choices("f-o", [["", t(cube.page.office ? "all" : "whole")], ...(offices.length > 1 ? [{ group: t("offices"), items: offices }] : []),
    ...(clusters.length ? [{ group: t("clusters"), items: clusters }] : [])], state.o);
  choices("f-l", [["", t("all")], ...LEVELS.filter((level) => cube.units.some((unit) => unit.level === level)).map((level) => [level, t(`level.${level}`)])], state.l);
  choices("f-s", [["", t("sourceBoth")], ["reports", t("sourceReports")], ["news", t("sourceNews")]], state.s);
  choices("f-q", [["", t("all")], ["ok", t("qualityOk")], ["doubt", t("qualityDoubt")]], state.q);
  $("clear").hidden = !["k", "o", "l", "s", "q", "i"].some((name) => state[name]);
}

function renderWords() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-t-label]")) element.setAttribute("aria-label", t(element.dataset.tLabel));
  $("language").setAttribute("lang", language === "vi" ? "en" : "vi");
  $("theme").textContent = t(isDark() ? "light" : "dark");
  const title = t("title", { period: periodName(period()).replace(/^N(?=ăm)/, "n") });
  const who = cube.page.office ? officeName(cube.page.office) : t("whole");
  $("title").textContent = title;
  $("who").textContent = who;
  document.title = `${title} · ${who}`;
  $("loaded").textContent = t("loaded", { night: day(cube.page.night) });
  put("left-out", cube.left_out ? h("p", { class: "callout" }, t("leftOut", { n: numberText(String(cube.left_out)) })) : []);
  put("see-also", cube.page.links.filter(([, , name]) => name === null).map(([key, href]) => h("li", {}, h("a", { href }, t(key)))));
  const own = cube.page.links.filter(([, , name]) => name !== null);
  put("office-pages", own.length ? [h("h3", {}, t("officePages")), h("ul", { class: "links" }, own.map(([, href, name]) => h("li", {}, h("a", { href }, name))))] : []);
}

function render() {
  asked.clear();
  language = state.lang === "en" ? "en" : "vi";
  document.documentElement.dataset.theme = state.theme;
  renderWords();
  renderControls();
  for (const section of [renderStory, renderMatrix, renderIndicator, renderStandings, renderFlags, renderReports, renderNews]) section();
  drawWaiting();
}

function change(choice) {
  Object.assign(state, choice);
  writeHash();
  render();
}

const isDark = () => (state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);

/** A link within the page: the address after # holds the filters, so the jump is made by hand. */
function jump(event) {
  event.preventDefault();
  const target = $(event.currentTarget.getAttribute("href").slice(1));
  target.scrollIntoView();
  target.focus({ preventScroll: true });
}

function wire() {
  for (const name of ["k", "o", "l", "s", "q"]) $(`f-${name}`).addEventListener("change", (event) => change({ [name]: event.target.value }));
  $("indicator-choice").addEventListener("change", (event) => change({ i: event.target.value }));
  $("clear").addEventListener("click", () => change({ ...FILTERS, lang: state.lang, theme: state.theme }));
  $("language").addEventListener("click", () => {
    change({ lang: language === "vi" ? "en" : "vi" });
    if ($("evidence").open) showFigure();
  });
  $("theme").addEventListener("click", () => change({ theme: isDark() ? "light" : "dark" }));
  $("print").addEventListener("click", () => print());
  for (const link of document.querySelectorAll("nav a, .skip")) link.addEventListener("click", jump);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", render);
  addEventListener("hashchange", () => {
    state = readHash();
    render();
    showFigure();
  });
  if (innerWidth < 700) $("filters").open = false;
  wireEvidence();
  followWidth();
}

async function start() {
  try {
    cube = indexed(await unpack());
  } catch {
    $("title").textContent = t("failed");
    return;
  }
  state = readHash();
  wire();
  render();
  showFigure();
  document.documentElement.dataset.ready = "true";
}

start();
