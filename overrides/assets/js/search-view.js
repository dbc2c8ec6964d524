// What is shown of results, in the dialog and on the results page: text alone is put into the page,
// never markup.
import { open } from "./search-engine.js";
import { Outdated } from "./search-files.js";
import { term, words } from "./search-text.js";

const ROOM = 200; // letters of a passage
const BEFORE = 60; // of them before the first word that matched
const LEAST = 0.25; // of the best score: what says less is not shown

const TOKEN = /[\p{L}\p{M}\p{N}'’]+/gu;

export function element(name, text = "", attributes = {}) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

export function named(made, name) {
  made.className = name;
  return made;
}

// `text` as [piece, whether it matched] in turn; where it is longer than `room`, the part around the
// most words of `used` that stand together.
export function pieces(text, used, lang, room = ROOM) {
  const wanted = new Set(used);
  const last = used.at(-1) ?? "";
  const parts = (token) => words(token).map((word) => term(word, lang));
  const fits = (token) => parts(token).some((word) => wanted.has(word));
  const begins = (token) => last.length > 1 && parts(token).some((word) => word.startsWith(last));
  const tokens = [...text.matchAll(TOKEN)].map(({ 0: token, index }) => ({
    start: index, end: index + token.length, hit: fits(token), open: begins(token),
  }));
  // The last word may be unfinished; after the one before it, or alone, it is what was meant.
  tokens.forEach((token, at) => {
    token.hit ||= token.open && (used.length === 1 || Boolean(tokens[at - 1]?.hit));
  });
  // A word that stands alone is chance where others stand together.
  const beside = tokens.map(({ hit }, at) => hit && Boolean(tokens[at - 1]?.hit || tokens[at + 1]?.hit));
  if (beside.includes(true)) tokens.forEach((token, at) => (token.hit = beside[at]));
  const hits = tokens.filter(({ hit }) => hit);
  let from = 0;
  let most = 0;
  hits.forEach(({ start }, at) => {
    let near = 0;
    while (hits[at + near]?.end - start < room - BEFORE) near++;
    if (near > most) [most, from] = [near, start];
  });
  const whole = text.length <= room;
  const begin = whole ? 0 : tokens.find(({ start }) => start >= from - BEFORE).start;
  const shown = tokens.filter(({ start, end }) => start >= begin && end <= begin + room);
  const end = whole || shown.at(-1) === tokens.at(-1) ? text.length : shown.at(-1)?.end ?? begin + room;
  const found = [[begin > 0 ? "… " : "", false]];
  let at = begin;
  for (const { start, end: stop, hit } of shown) {
    if (!hit) continue;
    found.push([text.slice(at, start), false], [text.slice(start, stop), true]);
    at = stop;
  }
  found.push([text.slice(at, end), false], [end < text.length ? " …" : "", false]);
  return found.filter(([piece]) => piece);
}

// An element with `text` (or the best of it) in which the words that matched are marked.
export function marked(name, text, used, lang, room) {
  const made = element(name);
  for (const [piece, hit] of pieces(text, used, lang, room))
    made.append(hit ? element("mark", piece) : piece);
  return made;
}

// The query as the best results write it: with diacritics. Undefined where they do not say.
export function restored(used, texts) {
  const forms = new Map();
  for (const text of texts) {
    const written = words(text);
    const folded = written.map((word) => term(word, "vi"));
    folded.forEach((_, at) => {
      for (let size = Math.min(used.length, folded.length - at); size > 0; size--) {
        const key = folded.slice(at, at + size).join(" ");
        if (!` ${used.join(" ")} `.includes(` ${key} `)) continue;
        const form = written.slice(at, at + size).join(" ");
        const counts = forms.get(key) ?? forms.set(key, new Map()).get(key);
        counts.set(form, (counts.get(form) ?? 0) + 1);
      }
    });
  }
  const parts = [];
  for (let at = 0; at < used.length; ) {
    let size = used.length - at;
    while (size > 0 && !forms.has(used.slice(at, at + size).join(" "))) size--;
    // A syllable without its neighbours may be any of six.
    if (!size || (size === 1 && used.length > 1 && !/^\d+$/.test(used[at]))) return undefined;
    const counts = [...forms.get(used.slice(at, at + size).join(" "))];
    parts.push(counts.sort(([, a], [, b]) => b - a)[0][0]);
    at += size;
  }
  return parts.join(" ");
}

// 11/06/2018, or 11 June 2018 where there are names of months. Asking the browser's own tables for
// the first time would take longer than everything else that stands between a query and its results.
function dayOf(date, months) {
  const [year, month, day] = date.split("-");
  if (!months?.length || !month) return [day, month, year].filter(Boolean).join("/");
  return [Number(day ?? 0) || "", months[month - 1], year].filter(Boolean).join(" ");
}

// Kind, status and day of a page, in words.
export function about(facts, labels) {
  const parts = [labels.kind?.[facts.kind], labels.status?.[facts.status]];
  if (facts.date) parts.push(dayOf(facts.date, labels.months));
  return parts.filter(Boolean).join(" · ");
}

// One language's index, opened when it is first asked. A new version that was published meanwhile
// is opened anew; what cannot be read is an error for the caller to tell.
export class Index {
  #folder;
  #engine;

  constructor(folder) {
    this.#folder = folder;
  }

  engine() {
    this.#engine ??= open(this.#folder).catch((error) => {
      this.#engine = undefined;
      throw error;
    });
    return this.#engine;
  }

  // Fetches what any query needs; what fails is told when somebody asks.
  prepare() {
    this.engine().then((engine) => engine.prepare()).catch(() => {});
  }

  async with(act) {
    try {
      return await act(await this.engine());
    } catch (error) {
      if (!(error instanceof Outdated)) throw error;
      this.#engine = undefined;
      return act(await this.engine());
    }
  }
}

// What an index answers: the engine's results without those that say little, with the labels of the
// index; `facts` of the first `most` pages, and promises of their `details`, which are asked for when
// somebody looks, so that what is known can be shown first.
export function find(index, text, { most, passages = 1, ...options }) {
  return index.with(async (engine) => {
    const found = await engine.search(text, options);
    const least = LEAST * Math.max(0, ...found.hits.map(({ score }) => score));
    const hits = found.hits.filter(({ exact, score }) => exact > 0 || score >= least);
    const first = hits.slice(0, most);
    let asked;
    const details = () => (asked ??= first.map((hit) => engine.details(hit, passages)));
    const known = first.map(({ page }) => engine.facts(page));
    const facts = known.every(Boolean) ? known : (await Promise.all(details())).map(({ page }) => page);
    return { ...found, engine, lang: engine.lang, labels: engine.root.labels, hits, facts, details };
  });
}

// Whether the other language has something as good, or there is nothing else.
export const worth = (others, own) =>
  others.hits.length > 0 && (own.hits.length === 0 || others.hits[0].score > own.hits[0].score / 2);

export const counted = (number, { none, one, many }, lang) =>
  number === 0 ? none : number === 1 ? one
    : many.replace("{count}", number < 1000 ? number : number.toLocaleString(lang));

// What the query may have meant: words mended, or diacritics that the best results give them.
export function suggestion({ typed, used, mended, lang, hits }, texts) {
  if (!hits.length) return undefined;
  const said = texts.flatMap(({ page, units }) => [page.title, ...units.map(({ text }) => text)]);
  const better = (lang === "vi" && restored(used, said)) || used.join(" ");
  const plain = typed.every((word, at) => word === used[at]);
  return mended || (plain && better !== typed.join(" ")) ? better : undefined;
}
