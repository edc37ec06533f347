// Exact decimals as text, from the mart to the eye: digits are moved and grouped, never computed with binary floats.

/** "-1234.50" as {sign: "-", whole: "1234", fraction: "5"}: no trailing zeros. */
function digitsOf(text) {
  const sign = text.startsWith("-") ? "-" : "";
  const [whole, fraction = ""] = text.replace("-", "").split(".");
  return { sign, whole: whole.replace(/^0+(?=\d)/, ""), fraction: fraction.replace(/0+$/, "") };
}

/** The decimal point moved to the left by `places`. */
function scaledDown(text, places) {
  const { sign, whole, fraction } = digitsOf(text);
  const padded = whole.padStart(places + 1, "0");
  return `${sign}${padded.slice(0, -places)}.${padded.slice(-places)}${fraction}`;
}

/** Rounded half up, away from zero, to `decimals` places. */
function rounded(text, decimals) {
  const { sign, whole, fraction } = digitsOf(text);
  if (fraction.length <= decimals) return text;
  const up = fraction[decimals] >= "5" ? 1n : 0n;
  const kept = (BigInt(whole + fraction.slice(0, decimals)) + up).toString().padStart(decimals + 1, "0");
  const cut = kept.length - decimals;
  return decimals ? `${sign}${kept.slice(0, cut)}.${kept.slice(cut)}` : `${sign}${kept}`;
}

/** "1234.5" as "1.234,5" in Vietnamese and "1,234.5" in English. */
function numberText(text) {
  const { sign, whole, fraction } = digitsOf(String(text));
  const [thousands, point] = language === "vi" ? [".", ","] : [",", "."];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  return `${sign === "-" ? "−" : ""}${grouped}${fraction ? point + fraction : ""}`;
}

function percentText(text) {
  return text === null ? "" : `${numberText(text)}%`;
}

/** Đồng in the largest scale word that keeps at most three decimals: "529,46 triệu đồng". */
function moneyText(text, withUnit = true) {
  const unit = withUnit ? ` ${t("dong")}` : "";
  for (const [places, name] of [[9, "billion"], [6, "million"]]) {
    const scaled = digitsOf(scaledDown(text, places));
    if (scaled.whole !== "0" && scaled.fraction.length <= 3)
      return `${numberText(scaledDown(text, places))} ${t(name)}${unit}`;
  }
  return `${numberText(text)}${unit}`;
}

/** Two amounts beside each other: "71,4 / 80 triệu đồng", the scale word once where both have the same. */
function moneyPair(value, reference) {
  const [first, second] = [moneyText(value), moneyText(reference)];
  const scale = (text) => text.slice(text.indexOf(" "));
  return scale(first) === scale(second) ? `${first.slice(0, first.indexOf(" "))} / ${second}` : `${first} / ${second}`;
}

/** For narrow places alone: money rounded to one decimal of its scale word. */
function shortMoney(text) {
  for (const [places, name] of [[9, "billion"], [6, "million"]])
    if (digitsOf(scaledDown(text, places)).whole !== "0")
      return `${numberText(rounded(scaledDown(text, places), 1))} ${t(name)}`;
  return numberText(text);
}

/** For the length of a bar and the order of a list; never shown. */
function approximately(text) {
  return text === null || text === undefined ? null : Number(text);
}
