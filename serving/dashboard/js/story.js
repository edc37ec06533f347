// The first screen: what was reached, what is missing, what is in doubt.
const LEVELS = ["national", "province", "sector", "cluster", "bloc", "district", "grassroots"];
const STORY_ROWS = 6;

function renderStory() {
  const at = period();
  const rows = chosenOf(at).filter(hasTarget);
  const count = (statuses) => rows.filter((row) => statuses.includes(statusOf(row))).length;
  const met = count(["met"]);
  const under = count(["near", "far"]);
  const doubt = count(["doubt"]);
  const left = ["held", "unsure", "going"].filter((status) => count([status])).map((status) => `${numberText(String(count([status])))} ${t(`status.${status}`).toLowerCase()}`);
  put("story-lead", rows.length ? [sentence(at, { n: rows.length, met, under, doubt }), left.length ? h("small", {}, ` ${t("storyLeft", { left: left.join("; ") })}`) : null]
    : t("storyNone", { period: periodName(at) }));
  put("story-strip", rows.length ? [
    strip([["met", met], ["doubt", doubt], ["near", count(["near"])], ["far", count(["far"])], ["held", count(["held"])], ["unsure", count(["unsure"])], ["going", count(["going"])]],
      (status) => t(`status.${status}`)),
    legend(["met", "doubt", "near", "far", "held", "unsure", "going"].filter((status) => count([status])), (status) => t(`status.${status}`)),
  ] : []);
  put("story-reached", reached(rows, met));
  put("story-missing", missing(rows, under, at));
  put("story-doubt", inDoubt(doubt, at));
  put("story-totals", totals(at));
}

/** The sentence with its numbers set apart; words come from the dictionary, numbers in their order. */
function sentence(at, numbers) {
  const marks = { met: "met", under: "near", doubt: "doubt" };
  return WORDS[language].story.split(/(\{\w+\})/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (!name) return part;
    if (name === "period") return periodName(at);
    return h("strong", { class: marks[name] ? `said ${marks[name]}` : "said" }, numberText(String(numbers[name])));
  });
}

function column(kind, title, big, note, ...children) {
  return [
    h("h3", { class: `col-title ${kind}` }, h("span", {}, title), h("b", {}, numberText(String(big)))),
    h("p", { class: "note" }, note), ...children,
  ];
}

function reached(rows, met) {
  const groups = [...byKey(rows, "indicator")].map(([indicator, its]) => ({
    indicator, n: its.length, met: its.filter((row) => statusOf(row) === "met").length,
    parts: ["met", "doubt", "near", "far", "held"].map((status) => [status, its.filter((row) => statusOf(row) === status).length]),
  })).filter((group) => group.met).sort((a, b) => b.met / b.n - a.met / a.n || b.met - a.met);
  return column("met", t("storyReached"), met, t("reachedNote"),
    groups.length ? listed(groups, STORY_ROWS, (group) => h("li", {},
      h("button", { type: "button", class: "line", on: { click: () => openIndicator(group.indicator) } },
        h("span", { class: "what" }, indicatorName(group.indicator)), h("span", { class: "how" }, t("ofUnits", { met: group.met, n: group.n }))),
      strip(group.parts, (status) => t(`status.${status}`)))) : h("p", { class: "quiet" }, t("noReached")));
}

function missing(rows, under, at) {
  const behind = rows.filter((row) => ["near", "far"].includes(statusOf(row))).sort((a, b) => approximately(a.pct) - approximately(b.pct));
  const owed = cube.reporting.filter((row) => row.period === at && row.kind === "results" && isWithin(row.unit));
  const unsent = owed.filter((row) => row.status === "missing").length;
  const unread = owed.filter((row) => row.status === "unreadable").length;
  return column("near", t("storyMissing"), under, t("missingNote"),
    behind.length ? listed(behind, STORY_ROWS, (row) => figureLine(row)) : h("p", { class: "quiet" }, t("noMissing")),
    h("p", { class: unsent + unread ? "callout" : "quiet" },
      owed.length ? h("a", { href: "#s-reports", on: { click: jump } }, unsent + unread ? `${[unsent ? t("storyUnsent", { n: unsent }) : "", unread ? t("storyUnread", { n: unread }) : ""].filter(Boolean).join(", ")}.` : t("storyAllIn")) : null));
}

function inDoubt(doubt, at) {
  const impact = new Map(cube.flags.map((flag, index) => [keyOf(flag.unit, flag.indicator, flag.period), index]).reverse());
  const level = (row) => LEVELS.indexOf(cube.unit.get(row.unit)?.level);
  const rank = (row) => impact.get(keyOf(row.unit, row.indicator, row.period)) ?? Infinity;
  const upper = (row) => (level(row) <= LEVELS.indexOf("bloc") && !["sector"].includes(cube.unit.get(row.unit)?.level) ? 0 : 1);
  const rows = chosenOf(at);
  const waiting = rows.filter((row) => statusOf(row) === "doubt").sort((a, b) => upper(a) - upper(b) || rank(a) - rank(b));
  const held = rows.filter((row) => statusOf(row) === "held");
  return column("doubt", t("storyDoubt"), doubt, t("doubtNote"),
    waiting.length ? listed(waiting, STORY_ROWS, (row) => figureLine(row, t("waiting"))) : h("p", { class: "quiet" }, t("noDoubt")),
    held.length ? h("p", { class: "callout" }, t("heldCount", { n: held.length })) : null);
}

/** One figure on two lines: who and what; how much, in which state. Opens where it comes from. */
function figureLine(row, mark = "") {
  return h("li", {}, h("button", { type: "button", class: "line", on: { click: () => openFigure(row.unit, row.indicator, row.period) } },
    h("span", { class: "what" }, h("b", {}, unitName(row.unit)), h("span", {}, indicatorName(row.indicator))),
    h("span", { class: "how" }, h("b", {}, figureText(row) || valueText(row.value, row.indicator)),
      h("span", {}, percentText(row.pct), mark ? h("em", { class: "tag doubt" }, mark) : null))));
}

/** Sums over the units directly below the chosen office or cluster, where the marts have them. */
function totals(at) {
  const group = state.o || (cube.page.office ?? "");
  const rows = cube.totals.filter((row) => row.group === group && row.period === at && row.value !== null);
  const order = new Map(cube.indicators.map((row, index) => [row.indicator, index]));
  rows.sort((a, b) => (order.get(a.indicator) ?? 99) - (order.get(b.indicator) ?? 99));
  if (!rows.length) return [];
  return [
    h("h3", {}, t("totalsTitle")),
    h("dl", { class: "totals" }, rows.slice(0, 8).map((row) => h("div", {},
      h("dt", {}, indicatorName(row.indicator)),
      h("dd", {}, h("b", {}, valueText(row.value, row.indicator)),
        row.pct === null ? null : h("span", {}, t("shareOf", { pct: percentText(row.pct), reference: valueText(row.reference, row.indicator) })),
        row.unconfirmed > 0 && row.confirmed_pct !== null ? h("span", { class: "quiet" }, t("confirmedPart", { pct: percentText(row.confirmed_pct) })) : null)))),
  ];
}
