// Clusters: who stands where, and between which ranks a unit may still move.
function renderStandings() {
  const at = period();
  const shown = cube.standings.filter((row) => row.period === at && (!state.o || row.cluster === state.o || isWithin(row.unit)));
  $("cluster-note").textContent = t("clusterNote");
  put("cluster-legend", shown.length ? rankLegend() : []);
  put("clusters", shown.length ? [...byKey(shown, "cluster")].map(([, rows]) => clusterCard(rows)) : h("p", { class: "quiet" }, t("noClusters")));
}

function rankLegend() {
  return h("ul", { class: "legend", "aria-label": t("legend") }, ["rank", "range", "confirmed"].map((kind) =>
    h("li", {}, h("span", { class: `mark ${kind}` }), t(`key.${kind}`))), h("li", {}, h("span", { class: "award" }, "★"), t("key.award")));
}

function clusterCard(rows) {
  const id = `cluster-${rows[0].cluster}`.replace(/[^\w.-]/g, "_");
  const ordered = [...rows].sort((a, b) => (a.rank ?? 999) - (b.rank ?? 999));
  const places = Math.max(rows[0].members, ...rows.map((row) => row.worst ?? 1));
  return h("article", { class: "card", "aria-labelledby": id },
    h("h3", { id }, rows[0].cluster_name ?? rows[0].cluster),
    h("div", { class: "wide" }, h("table", { class: "standing" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "num" }, t("rank")), h("th", { scope: "col" }, t("unit")), h("th", { scope: "col" }, t("range")),
        h("th", { scope: "col", class: "num" }, t("score")), h("th", { scope: "col", class: "num roomy" }, t("met")), h("th", { scope: "col", class: "num" }, t("waitingCount")))),
      h("tbody", {}, ordered.map((row) => standingRow(row, places))))));
}

function standingRow(row, places) {
  const isDecided = row.best === row.worst;
  const spoken = row.rank === null ? t("noRank") : isDecided ? t("rankDecided", row) : t("rankSpoken", row);
  const range = isDecided ? null : h("small", {}, `${row.best}–${row.worst}`);
  return h("tr", {},
    h("td", { class: "num rank" }, row.rank ?? "–"),
    h("th", { scope: "row" }, unitName(row.unit), row.awards ? h("small", { class: "award", title: row.awards }, "★") : null),
    h("td", {}, h("div", { class: "ranks", role: "img", "aria-label": `${spoken}. ${t("confirmedRank")}: ${row.confirmed_rank ?? t("noRank")}` }, track(row, places)), range),
    h("td", { class: "num" }, row.score === null ? "" : percentText(row.score), scoreRange(row)),
    h("td", { class: "num roomy" }, `${row.met}/${row.compared}`),
    h("td", { class: "num" }, row.unconfirmed ? h("span", { class: "tag doubt" }, String(row.unconfirmed)) : "0"));
}

function scoreRange(row) {
  if (row.score_from === null || row.score_to === null || row.score_from === row.score_to) return null;
  const [from, to] = [numberText(rounded(row.score_from, 1)), numberText(rounded(row.score_to, 1))];
  return from === to ? null : h("small", {}, `${from}–${to}`);
}

/** A line of ranks from first to last; places in percent of it, set by name. */
function track(row, places) {
  const at = (rank) => (places > 1 ? ((rank - 1) / (places - 1)) * 100 : 0);
  const ticks = Array.from({ length: Math.min(places, 40) }, (_, index) => h("i", { class: "tick", style: { left: `${at(index + 1)}%` } }));
  if (row.rank === null) return ticks;
  const band = row.best !== null ? h("i", { class: "band", style: { left: `${at(row.best)}%`, width: `${at(row.worst) - at(row.best)}%` } }) : null;
  const confirmed = row.confirmed_rank !== null && row.confirmed_rank !== row.rank ? h("i", { class: "ring", style: { left: `${at(row.confirmed_rank)}%` } }) : null;
  return [ticks, band, confirmed, h("i", { class: "dot", style: { left: `${at(row.rank)}%` } })];
}
