// Search over one short list a language, fetched only on this page. Typing without diacritics finds
// the same as with them.
import { words } from "./fold.js";

const box = document.querySelector("[data-search-query]");
const results = document.querySelector("[data-search-results]");
const status = document.querySelector("[data-search-status]");
const MOST = 50;
const index = new URL(results.dataset.index, location.href);
const root = new URL(results.dataset.root, location.href);
let entries; // a promise of the list, once it was asked for

async function load() {
  const response = await fetch(index);
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()).map((entry) => ({
    ...entry,
    inTitle: ` ${words(entry.title).join(" ")} `,
    inText: ` ${words(`${entry.title} ${entry.text}`).join(" ")} `,
  }));
}

// Whole words count; the last may be unfinished. Neighbouring words found together weigh more.
function score(entry, wanted) {
  let sum = 0;
  for (const [position, word] of wanted.entries()) {
    const form = position === wanted.length - 1 ? ` ${word}` : ` ${word} `;
    if (!entry.inText.includes(form)) return 0;
    sum += entry.inTitle.includes(form) ? 3 : 1;
  }
  const phrase = ` ${wanted.join(" ")}`;
  if (entry.inTitle.startsWith(phrase)) sum += 9 * wanted.length;
  else if (entry.inTitle.includes(phrase)) sum += 8 * wanted.length;
  else if (entry.inText.includes(phrase)) sum += 3 * wanted.length;
  return sum;
}

function show(entry) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = new URL(entry.url, root);
  link.textContent = entry.title;
  const about = document.createElement("p");
  about.textContent = [entry.kind, entry.status].filter(Boolean).join(" · ");
  const text = document.createElement("p");
  text.textContent = entry.text.length > 180 ? `${entry.text.slice(0, 180)}…` : entry.text;
  item.append(link, about, text);
  return item;
}

async function search(text) {
  const wanted = words(text);
  if (!wanted.length) {
    results.replaceChildren();
    status.textContent = "";
    return;
  }
  let list;
  try {
    list = await (entries ??= load());
  } catch {
    entries = undefined; // so that the next word tries again
    status.textContent = status.dataset.failed;
    return;
  }
  if (text !== box.value.trim()) return; // more was typed meanwhile
  const found = list
    .map((entry) => [score(entry, wanted), entry])
    .filter(([points]) => points > 0)
    .sort(([a, one], [b, two]) => b - a || one.title.length - two.title.length);
  results.replaceChildren(...found.slice(0, MOST).map(([, entry]) => show(entry)));
  const { one, many, none } = status.dataset;
  const number = found.length.toLocaleString(document.documentElement.lang);
  status.textContent = !found.length ? none : found.length === 1 ? one : many.replace("{count}", number);
}

const asked = () => new URLSearchParams(location.search).get("q") ?? "";
box.value = asked();
search(box.value.trim());
box.addEventListener("input", () => {
  const text = box.value.trim();
  history.replaceState(null, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname);
  search(text);
});
addEventListener("popstate", () => {
  box.value = asked();
  search(box.value.trim());
});
