// The search dialog: results while typing, as a combobox with a list of options. The form below
// leads to the results page, with or without this.
import "./search-text.js";
import "./search-files.js";
import "./search-engine.js";
import {
  about, counted, element, find, Index, marked, named, suggestion, worth,
} from "./search-view.js";

const MOST = 6;
const OTHERS = 3;
const WAIT = 60; // milliseconds after a key that follows another
const SLOW = 1000; // milliseconds after which old results would be taken for the new ones
const lang = document.documentElement.lang;

export function start(dialog) {
  const { failed, retry, root, other, site, waiting } = dialog.dataset;
  const box = dialog.querySelector("input");
  const status = dialog.querySelector("[data-search-status]");
  const note = dialog.querySelector("[data-search-note]");
  const list = dialog.querySelector("[data-search-options]");
  const own = new Index(new URL(root, location.href));
  const second = new Index(new URL(other, location.href));
  const base = new URL(site, location.href);
  let chosen = -1;
  let turn = 0;
  let timer;
  let pressed = -Infinity;

  for (const [key, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": list.id, autocorrect: "off", autocapitalize: "off", spellcheck: "false",
  })) box.setAttribute(key, value);

  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", list.dataset.searchOptions);

  const options = () => [...list.querySelectorAll("[role=option]")];

  function choose(at) {
    const all = options();
    all[chosen]?.setAttribute("aria-selected", "false");
    chosen = all.length ? (at + all.length + 1) % (all.length + 1) : -1;
    if (chosen === all.length) chosen = -1; // past the end is the box itself
    const option = all[chosen];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  }

  function clear() {
    list.replaceChildren();
    note.replaceChildren();
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    chosen = -1;
  }

  function option({ lang: in_, labels }, facts, number) {
    const link = element("a", "", {
      role: "option", id: `option-${in_}-${number}`, tabindex: "-1", "aria-selected": "false",
      href: new URL(facts.url, base),
    });
    link.append(
      named(element("span", facts.title), "option__title"),
      named(element("span", about(facts, labels)), "option__about"),
    );
    return link;
  }

  // The options of one language, shown.
  function group(found, title) {
    const links = found.facts.map((facts, at) => option(found, facts, at));
    if (!links.length) return links;
    const made = element("div", "", { role: "group", "aria-label": title });
    if (found.lang !== lang) made.append(named(element("p", title, { "aria-hidden": "true" }), "option__group"));
    for (const link of links) if (found.lang !== lang) link.lang = found.lang;
    made.append(...links);
    list.append(made);
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    return links;
  }

  async function fill({ details, used, lang: in_ }, links) {
    const texts = await Promise.all(details());
    texts.forEach(({ page, units: [unit] }, at) => {
      const link = links[at];
      if (unit.anchor) link.href += `#${unit.anchor}`;
      link.replaceChildren(
        named(marked("span", page.title, used, in_, Infinity), "option__title"),
        link.querySelector(".option__about"),
        named(element("span", unit.heading), "option__heading"),
        named(marked("span", unit.text, used, in_), "option__text"),
      );
    });
    return texts;
  }

  function suggest(found, texts) {
    const better = suggestion(found, texts);
    if (!better) return;
    const button = element("button", better, { type: "button" });
    button.addEventListener("click", () => {
      box.value = better;
      box.focus();
      ask();
    });
    note.replaceChildren(`${found.mended ? found.labels.mended : found.labels.meant} `, button);
    if (!found.mended) return;
    const typed = new URL(box.form.action);
    typed.search = new URLSearchParams({ q: box.value.trim(), exact: "1" });
    note.append(" ", element("a", found.labels.as_typed, { href: typed }));
  }

  async function ask() {
    const text = box.value.trim();
    const mine = ++turn;
    if (!text) {
      clear();
      status.textContent = "";
      return;
    }
    const slow = setTimeout(() => {
      if (mine !== turn) return;
      clear();
      status.textContent = waiting;
    }, SLOW);
    try {
      const found = await find(own, text, { most: MOST, live: true });
      if (mine !== turn) return;
      clearTimeout(slow);
      clear();
      const links = group(found, found.labels.own);
      status.textContent = counted(found.hits.length, found.labels, lang);
      const texts = await fill(found, links);
      if (mine !== turn) return;
      suggest(found, texts);
      further(text, found, mine).catch(() => {}); // the page's own results stand without it
    } catch {
      if (mine === turn) fail();
    } finally {
      clearTimeout(slow);
    }
  }

  async function further(text, found, mine) {
    const others = await find(second, text, { most: OTHERS, live: true });
    if (mine === turn && worth(others, found)) await fill(others, group(others, found.labels.other));
  }

  function fail() {
    clear();
    status.textContent = failed;
    const button = element("button", retry, { type: "button" });
    button.addEventListener("click", () => {
      box.focus();
      ask();
    });
    note.replaceChildren(button);
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    const now = performance.now();
    // What is pasted or chosen, and the first letter, need not wait for more.
    if (now - pressed > WAIT) ask();
    else timer = setTimeout(ask, WAIT);
    pressed = now;
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? options().length - 1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) options()[chosen].click();
    else if (event.key === "Escape" && box.value) {
      box.value = "";
      turn++;
      clear();
      status.textContent = "";
    } else return;
    event.preventDefault();
  });
  if (box.value) ask();
  else own.prepare(); // so that it is there when the first word is
}
