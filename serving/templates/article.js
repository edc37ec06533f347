"use strict";
(() => {
  const card = document.getElementById("card");
  const signs = [...document.querySelectorAll("button.sign")];
  const narrow = matchMedia("(max-width: 56rem)");
  const shared = new Map();
  for (const part of document.querySelectorAll("[data-keys]")) {
    for (const key of part.dataset.keys.split(" ")) {
      if (!shared.has(key)) shared.set(key, []);
      shared.get(key).push(part);
    }
  }
  const entries = new Map([...document.querySelectorAll("[data-entry]")].map((entry) => [entry.dataset.entry, entry]));
  let pinned = false;
  let keys = [];
  let anchor = null;
  let leaving = 0;
  const close = Object.assign(document.createElement("button"), { type: "button", className: "close", textContent: "×" });
  close.setAttribute("aria-label", "Đóng");
  close.addEventListener("click", hide);

  function light(on) {
    for (const key of keys) {
      for (const part of shared.get(key) ?? []) part.classList.toggle("lit", on);
      entries.get(key)?.classList.toggle("lit", on);
      document.getElementById(key)?.setAttribute("aria-expanded", String(on && pinned));
    }
  }

  function section(key) {
    const entry = entries.get(key);
    const part = document.createElement("section");
    part.className = [...entry.classList].filter((name) => name.startsWith("is-")).join(" ");
    const head = document.createElement("div");
    head.className = "head";
    head.append(...[...entry.querySelector(".head").childNodes].map((node) => node.cloneNode(true)));
    part.append(head, entry.querySelector(".record").cloneNode(true));
    return part;
  }

  function place() {
    card.style.left = card.style.top = "";
    if (narrow.matches) return;
    const at = anchor.getClientRects()[0] ?? anchor.getBoundingClientRect();
    const left = Math.max(16, Math.min(at.left, innerWidth - card.offsetWidth - 16));
    const below = at.bottom + 10;
    const fits = below + card.offsetHeight < innerHeight - 8;
    card.style.left = `${left}px`;
    card.style.top = `${fits ? below : Math.max(8, at.top - card.offsetHeight - 10)}px`;
  }

  function show(wanted, beside, pin) {
    clearTimeout(leaving);
    light(false);
    pinned = pin;
    anchor = beside;
    keys = wanted.filter((key) => entries.has(key));
    if (!keys.length) return hide();
    card.replaceChildren(close, ...keys.map(section));
    card.hidden = false;
    card.scrollTop = 0;
    light(true);
    place();
    const hidden = anchor.getBoundingClientRect().bottom - (innerHeight - card.offsetHeight - 12);
    if (narrow.matches && hidden > 0) scrollBy({ top: hidden });
  }

  function hide() {
    light(false);
    keys = [];
    pinned = false;
    card.hidden = true;
  }

  const marked = (target) => (target instanceof Element ? target.closest("[data-keys]") : null);

  document.addEventListener("pointerover", (event) => {
    const part = marked(event.target);
    if (part || card.contains(event.target)) clearTimeout(leaving);
    if (event.pointerType !== "touch" && part && !pinned) show(part.dataset.keys.split(" "), part, false);
  });
  document.addEventListener("pointerout", (event) => {
    const left = marked(event.target) || card.contains(event.target);
    if (!pinned && left && !marked(event.relatedTarget) && !card.contains(event.relatedTarget)) leaving = setTimeout(hide, 250);
  });
  document.addEventListener("click", (event) => {
    const part = marked(event.target);
    if (part) {
      const wanted = part.dataset.keys.split(" ");
      if (pinned && wanted.join() === keys.join()) hide();
      else show(wanted, part, true);
    } else if (!card.contains(event.target)) hide();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target instanceof Element && event.target.matches("button.sign:focus-visible")) show([event.target.id], event.target, true);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") hide();
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (!step || !signs.length) return;
    const from = signs.findIndex((sign) => sign.id === keys[0]);
    const next = signs[from < 0 ? (step > 0 ? 0 : signs.length - 1) : (from + step + signs.length) % signs.length];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
    show([next.id], next, true);
  });
  function arrive() {
    const sign = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!sign?.matches("button.sign")) return;
    sign.scrollIntoView({ block: "center" });
    if (!narrow.matches) show([sign.id], sign, true);
    else sign.focus({ preventScroll: true });
  }
  addEventListener("hashchange", arrive);
  addEventListener("resize", hide);
  addEventListener("scroll", () => { if (keys.length) place(); }, { passive: true });
  if (location.hash) arrive();
})();
