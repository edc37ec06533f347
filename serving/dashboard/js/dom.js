// Building the page. Received text only ever becomes a text node or an attribute that holds no code.
const $ = (id) => document.getElementById(id);

/** An element. Attributes: `on` listeners, `style` properties (set by name, as the page's policy asks), others as they are. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === "style") for (const [property, setting] of Object.entries(value)) element.style.setProperty(property, setting);
    else if (name === "text") element.textContent = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function put(id, ...children) {
  $(id).replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

/** A table: headings, rows of cells. A cell is text, an element, or {number: text} that stands right. */
function table(caption, headings, rows, attributes = {}) {
  const cell = (content, tag) => {
    const isNumber = content !== null && typeof content === "object" && "number" in content;
    return h(tag, { class: isNumber ? "num" : null, scope: tag === "th" ? "row" : null }, isNumber ? content.number : content);
  };
  return h("table", attributes,
    caption ? h("caption", { class: "vh" }, caption) : null,
    h("thead", {}, h("tr", {}, headings.map((heading) =>
      h("th", { scope: "col", class: heading?.number !== undefined ? "num" : null }, heading?.number ?? heading)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((content, index) => cell(content, index ? "td" : "th"))))));
}

/** The same numbers as a chart shows, for who does not see it. */
function asTable(caption, headings, rows) {
  return h("details", { class: "alt" }, h("summary", {}, t("table")), h("div", { class: "wide" }, table(caption, headings, rows)));
}

/** A list of which the first `shown` stand, and a button for the others. */
function listed(items, shown, make, attributes = {}) {
  const list = h("ol", { class: "plain", ...attributes }, items.slice(0, shown).map(make));
  if (items.length <= shown) return [list];
  const button = h("button", { type: "button", class: "more", "aria-expanded": "false" }, t("more", { n: items.length - shown }));
  button.addEventListener("click", () => {
    const isOpen = button.getAttribute("aria-expanded") === "true";
    list.replaceChildren(...items.slice(0, isOpen ? shown : items.length).map(make));
    button.setAttribute("aria-expanded", String(!isOpen));
    button.textContent = isOpen ? t("more", { n: items.length - shown }) : t("less");
  });
  return [list, button];
}

function pill(status, text) {
  return h("span", { class: `pill ${status}` }, text ?? t(`status.${status}`));
}
