// The results page: everything that was found, with filters, at an address that can be shared.
import "./search-text.js";
import "./search-files.js";
import "./search-engine.js";
import { Index, about, counted, element, find, marked, named, suggestion, worth } from "./search-view.js";

const STEP = 10;
const OTHERS = 5;
const WAIT = 200; // milliseconds after a key
const SLOW = 1000; // milliseconds after which old results would be taken for the new ones
const FILTERS = ["kind", "status", "year"];

const lang = document.documentElement.lang;
const box = document.querySelector("[data-search-query]");
const place = document.querySelector("[data-search-results]");
const status = document.querySelector("[data-search-status]");
const note = document.querySelector("[data-search-note]");
const filters = document.querySelector("[data-search-filters]");
const second = document.querySelector("[data-search-other]");
const more = document.querySelector("[data-search-more]");
const { root, other, site, failed, retry, waiting } = place.dataset;
const base = new URL(site, location.href);
const own = new Index(new URL(root, location.href));
const others = new Index(new URL(other, location.href));
let turn = 0;
let timer;
own.prepare();
let shown = STEP;

const asked = () => new URLSearchParams(location.search);

function item({ labels }, facts) {
  const made = element("li");
  made.append(
    element("a", facts.title, { href: new URL(facts.url, base) }),
    named(element("p", about(facts, labels)), "search__about"),
  );
  return made;
}

// The passages of a result, each with a link to its place.
async function fill(found, items) {
  const texts = await Promise.all(found.details());
  texts.forEach(({ page, units }, at) => {
    const made = items[at];
    const link = made.querySelector("a");
    link.replaceChildren(...marked("a", page.title, found.used, found.lang, Infinity).childNodes);
    for (const [number, { anchor, heading, text }] of units.entries()) {
      const part = named(marked("p", text, found.used, found.lang), "search__text");
      if (!text || (number > 0 && !part.querySelector("mark"))) continue;
      if (heading) {
        const to = new URL(`${page.url}${anchor ? `#${anchor}` : ""}`, base);
        part.prepend(element("a", heading, { href: to }), " ");
      }
      made.append(part);
    }
  });
  return texts;
}

function showFilters({ engine, labels }, hits) {
  const chosen = asked();
  const groups = FILTERS.map((filter) => {
    const counts = new Map();
    for (const { page } of hits) {
      const value = engine.value(page, filter);
      if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    for (const value of chosen.getAll(filter)) if (!counts.has(value)) counts.set(value, 0);
    if (counts.size < 2 && !chosen.has(filter)) return undefined;
    const group = element("fieldset");
    group.append(element("legend", labels[`by_${filter}`]));
    const order = filter === "year" ? [...counts].sort().reverse() : [...counts].sort(([, a], [, b]) => b - a);
    for (const [value, count] of order) {
      const label = element("label");
      const input = element("input", "", { type: "checkbox", name: filter, value });
      input.checked = chosen.getAll(filter).includes(value);
      label.append(input, ` ${labels[filter]?.[value] ?? value} (${count})`);
      group.append(label);
    }
    return group;
  }).filter(Boolean);
  const had = filters.contains(document.activeElement) ? document.activeElement : undefined;
  filters.replaceChildren(...groups);
  filters.hidden = !groups.length;
  if (had) filters.querySelector(`[name="${had.name}"][value="${CSS.escape(had.value)}"]`)?.focus();
}

function suggest(found, texts) {
  const better = suggestion(found, texts);
  if (!better) return;
  const query = asked();
  const link = (text, values) => {
    for (const [key, value] of Object.entries(values)) query.set(key, value);
    return element("a", text, { href: `?${query}` });
  };
  note.append(`${found.mended ? found.labels.mended : found.labels.meant} `, link(better, { q: better }));
  if (found.mended) note.append(" · ", link(found.labels.as_typed, { q: box.value.trim(), exact: "1" }));
}

// Nothing but what is the matter.
function say(what) {
  place.replaceChildren();
  note.replaceChildren();
  filters.hidden = more.hidden = second.hidden = true;
  status.textContent = what;
}

function fail() {
  say(failed);
  const button = element("button", retry, { type: "button" });
  button.addEventListener("click", () => {
    box.focus(); // the button will be gone
    search();
  });
  note.replaceChildren(button);
}

async function search() {
  const query = asked();
  const text = (query.get("q") ?? "").trim();
  const mine = ++turn;
  if (!text) {
    say("");
    return;
  }
  const slow = setTimeout(() => {
    if (mine === turn) say(waiting);
  }, SLOW);
  const wanted = FILTERS.map((filter) => [filter, query.getAll(filter)]).filter(([, values]) => values.length);
  try {
    const options = { most: shown, passages: 2, mend: !query.has("exact") };
    const engine = await own.engine();
    const accept = (page) => wanted.every(([filter, values]) => values.includes(engine.value(page, filter)));
    const found = await find(own, text, { ...options, accept });
    const all = wanted.length ? await find(own, text, { ...options, most: 0 }) : found;
    if (mine !== turn) return;
    clearTimeout(slow);
    const items = found.facts.map((facts) => item(found, facts));
    place.replaceChildren(...items);
    note.replaceChildren();
    status.textContent = counted(found.hits.length, found.labels, lang);
    more.hidden = found.hits.length <= shown;
    showFilters(found, all.hits);
    const texts = await fill(found, items);
    if (mine !== turn) return;
    suggest(found, texts);
    further(text, found, mine).catch(() => {}); // the page's own results stand without it
  } catch {
    if (mine === turn) fail();
  } finally {
    clearTimeout(slow);
  }
}

async function further(text, own, mine) {
  second.hidden = true;
  const found = await find(others, text, { most: OTHERS });
  if (mine !== turn || !worth(found, own)) return;
  const items = found.facts.map((facts) => item(found, facts));
  second.querySelector("ol").replaceChildren(...items);
  second.hidden = false;
  await fill(found, items);
}

// The address says what is shown, so that it can be sent to somebody.
function told(change) {
  const query = asked();
  change(query);
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
  shown = STEP;
  search();
}

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => told((query) => {
    const text = box.value.trim();
    query.delete("exact");
    if (text) query.set("q", text);
    else for (const key of [...query.keys()]) query.delete(key);
  }), WAIT);
});
filters.addEventListener("change", ({ target }) => told((query) => {
  const values = query.getAll(target.name).filter((value) => value !== target.value);
  query.delete(target.name);
  for (const value of target.checked ? [...values, target.value] : values) query.append(target.name, value);
}));
more.addEventListener("click", () => {
  const first = shown;
  shown += STEP;
  search().then(() => place.children[first]?.querySelector("a").focus());
});
addEventListener("popstate", () => {
  box.value = asked().get("q") ?? "";
  search();
});
if (asked().has("q")) {
  box.value = asked().get("q");
  search();
} else if (box.value) box.dispatchEvent(new Event("input")); // typed before this script was here
