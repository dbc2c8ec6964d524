// Search in an index of static files. `open(folder, lang)` reads its root; `search` ranks pages by
// the words and pairs of words of a query, both without diacritics, and `details` says what to show.
import { each, Files } from "./search-files.js";
import { numbersIn, term, words } from "./search-text.js";

const MOST_WORDS = 40;
const SECOND = 0.5; // how much the second-best unit of a page counts
const WRITTEN = 1; // how much a lone word counts once more that is written as it was typed
const TITLE = 1; // how much a page counts once more whose whole title is asked for
const SHORT = 6; // words of a query in which known words are doubted, too
const AS_TYPED = 12; // completions of an unfinished word that are looked at

// What is said around the name of a thing to ask what it is.
const ASKING = /^(thuat ngu|khai niem|the nao la|what (is|are)( an?| the)?|(meaning|definition) of) | ((nghia )?la gi|meaning|definition)$/g;

export async function open(folder) {
  const files = new Files(new URL(folder, globalThis.location?.href));
  return new Engine(files, await files.json("root.json"));
}

class Engine {
  constructor(files, root) {
    Object.assign(this, { files, root, lang: root.lang });
    // What each shard begins with: the letters shared with the one before as a digit, and the others.
    let before = "";
    this.first = !root.first ? [] : root.first.split("\n").map((line) => {
      before = before.slice(0, parseInt(line[0], 36)) + line.slice(1);
      return before;
    });
    this.firstUnit = [];
    this.pageOf = [];
    root.units.forEach((count, page) => {
      this.firstUnit.push(this.pageOf.length);
      for (let n = 0; n < count; n++) this.pageOf.push(page);
    });
  }

  // Where there are few pages, what mends typing errors is small, and there before it is needed.
  prepare() {
    return this.root.facts && Promise.all([import("./search-spelling.js"), this.words()]);
  }

  // The most frequent words, a blank between them.
  words() {
    return this.files.json(`files/words.${this.root.digest}.json`);
  }

  // The shard a term would be in.
  #shard(key) {
    const { first } = this;
    let low = 0;
    let high = first.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (first[middle] <= key) low = middle;
      else high = middle;
    }
    return low;
  }

  #terms(shard) {
    return this.files.terms(`files/t${shard}.${this.root.digest}.bin`);
  }

  // A map of those of `keys` that are indexed.
  async lookUp(keys) {
    if (!this.first.length) return new Map();
    const wanted = [...new Set(keys)];
    const found = await Promise.all(
      wanted.map(async (key) => [key, (await this.#terms(this.#shard(key))).get(key)]),
    );
    return new Map(found.filter(([, list]) => list));
  }

  // The terms that begin with `start`, the most frequent first: what an unfinished word may become.
  async beginningWith(start) {
    if (!this.first.length) return [];
    const shard = this.#shard(start);
    const found = [...(await this.#terms(shard))].filter(([key]) => key.startsWith(start));
    return found.sort(([, a], [, b]) => b.end - b.start - (a.end - a.start)).slice(0, AS_TYPED);
  }

  // The pages of `text`, best first: `hits` of {page, units, score, exact}; `used` are the words that
  // were looked for, `mended` those that differ from what was typed. `live`: the last word may be
  // unfinished. `accept(page)` leaves pages out.
  async search(text, { live = false, accept = () => true, mend = true } = {}) {
    const typed = words(text).slice(0, MOST_WORDS);
    let used = typed.map((word) => term(word, this.lang));
    if (!used.length) return { hits: [], used, typed, mended: false };
    const numbers = numbersIn(used);
    const exact = typed.length === 1 ? written(typed, used) : [];
    const keys = [...keysOf(used), ...numbers.flatMap(({ keys }) => keys), ...exact];
    const lists = await this.lookUp(keys);
    const open = live && /[\p{L}\p{M}]$/u.test(text) ? await this.#complete(used, lists) : [];
    let mended = false;
    const doubtful = mend ? await this.#unsure(typed, used, lists, open.length > 0) : [];
    if (doubtful.length) {
      const { correct } = await import("./search-spelling.js");
      const better = await correct(this, used, lists, doubtful);
      if (better) {
        used = better;
        mended = true;
        for (const [key, list] of await this.lookUp(keysOf(used))) lists.set(key, list);
      }
    }
    const scores = new Map();
    const add = (list, weight) =>
      each(list, (unit, score) => scores.set(unit, (scores.get(unit) ?? 0) + score * weight));
    // Of «what is a cooperative» the last word alone is the question, where something is called so.
    const thing = used.join(" ").replace(ASKING, "");
    const called = this.#called(thing.split(" "));
    const sought = called.includes(1) ? thing.split(" ") : used;
    for (const key of new Set(keysOf(sought))) if (lists.has(key)) add(lists.get(key), 1);
    for (const key of exact) if (lists.has(key)) add(lists.get(key), WRITTEN);
    for (const list of open) add(list, 1 / open.length ** 0.5);
    const hits = this.#grouped(scores, accept, called);
    this.#numbered(hits, numbers, lists, accept);
    hits.sort((a, b) => b.exact - a.exact || b.score - a.score || a.page - b.page);
    return { hits, used, typed, mended };
  }

  // Lists of what the last word may become, where it is no word that follows the one before.
  async #complete(used, lists) {
    const last = used.at(-1);
    const before = used.at(-2);
    const pair = before && `${before} ${last}`;
    if (pair ? lists.has(pair) : lists.has(last) && last.length > 2) return [];
    let found = pair ? await this.beginningWith(pair) : [];
    if (!found.length) found = (await this.beginningWith(last)).filter(([key]) => !/[ ']/.test(key));
    return found.map(([, list]) => list);
  }

  // Of the doubtful words those that are no words as they were typed: who types diacritics means the
  // words that they make.
  async #unsure(typed, used, lists, unfinished) {
    const doubtful = doubtfulIn(used, lists, unfinished);
    const form = (at) => written([typed[at]], [used[at]]);
    const known = await this.lookUp(doubtful.filter((at) => lists.has(used[at])).flatMap(form));
    return doubtful.filter((at) => !form(at).some((key) => known.has(key)));
  }

  // How much more a page counts for its title: what is asked for may be the whole of it, or a part.
  // Where there are many pages, titles are not known.
  #called(used) {
    const asked = new Set(used);
    this.names ??= (this.root.facts ?? []).map((facts) =>
      namesOf(facts).map((name) => new Set(words(name).map((word) => term(word, this.lang)))));
    return this.names.map((names) => Math.max(0, ...names.map((name) =>
      [...asked].every((word) => name.has(word)) ? asked.size / name.size : 0)));
  }

  #grouped(scores, accept, called) {
    const pages = new Map();
    for (const [unit, score] of scores) {
      const page = this.pageOf[unit];
      const hit = pages.get(page);
      if (!hit) {
        if (accept(page)) pages.set(page, { page, exact: 0, units: [[score, unit]] });
      } else hit.units.push([score, unit]);
    }
    const hits = [...pages.values()];
    for (const hit of hits) {
      hit.units.sort(([a, one], [b, two]) => b - a || one - two);
      const weight = (this.root.weights?.[hit.page] ?? 1) * (1 + TITLE * (called[hit.page] ?? 0));
      hit.score = weight * (hit.units[0][0] + SECOND * (hit.units[1]?.[0] ?? 0));
      hit.units = hit.units.map(([, unit]) => unit);
    }
    return hits;
  }

  // Pages whose official number was asked for come first.
  #numbered(hits, numbers, lists, accept) {
    const known = new Map(hits.map((hit) => [hit.page, hit]));
    for (const { keys, alone } of numbers) {
      // How many parts fit; among numbers with as many, the one that has the fewest others.
      const parts = new Map();
      const count = (key) =>
        lists.has(key) && each(lists.get(key), (unit, score) =>
          parts.set(unit, (parts.get(unit) ?? 0) + 1 + score / 1000));
      keys.slice(1).forEach(count);
      if (!parts.size && alone) count(keys[0]);
      const most = Math.floor(Math.max(0, ...parts.values()));
      for (const [unit, fit] of parts) {
        const page = this.pageOf[unit];
        if (fit < most || !accept(page)) continue;
        if (!known.has(page)) {
          known.set(page, { page, score: 0, exact: 0, units: [unit] });
          hits.push(known.get(page));
        }
        const hit = known.get(page);
        hit.exact = Math.max(hit.exact, fit);
        if (!hit.units.includes(unit)) hit.units.push(unit);
      }
    }
  }

  // What is known of a page without another file, where there are few pages.
  facts(page) {
    return this.root.facts?.[page];
  }

  // The value of a filter for a page: kind, status or year.
  value(page, filter) {
    const values = this.root[filter];
    return values ? values.names[values.of[page]] : "";
  }

  // {page: facts, units: [{anchor, heading, text}]} of a hit: its best units, the best first.
  async details(hit, most = 1) {
    const { group, digest } = this.root;
    const first = this.firstUnit[hit.page];
    const places = hit.units.slice(0, most).map((unit) => {
      const start = first + Math.floor((unit - first) / group) * group;
      return [start, unit - start];
    });
    const files = await Promise.all(
      places.map(([start]) => this.files.json(`files/x${Math.floor(start / 1000)}/${start}.${digest}.json`)),
    );
    const units = places.map(([, at], number) => {
      const [anchor, heading, text] = files[number].units[at];
      return { anchor, heading, text };
    });
    return { page: files[0].page, units };
  }
}

// What a page is called: its title without the number, what stands in brackets in it and what does not.
function namesOf({ title, number, called = [] }) {
  const bare = number && title.startsWith(`${number}: `) ? title.slice(number.length + 2) : title;
  const inside = [...bare.matchAll(/\(([^)]*)\)/g)].map(([, name]) => name);
  return [bare, bare.replace(/\([^)]*\)/g, " "), ...inside, ...called];
}

export function keysOf(used) {
  const pairs = used.slice(1).map((word, at) => `${used[at]} ${word}`);
  return [...pairs, ...used];
}

// The places of words nobody knows; in short queries also of those never met beside their
// neighbours, unless it is a neighbour that nobody knows.
function doubtfulIn(used, lists, unfinished) {
  const pair = (at) => lists.has(`${used[at]} ${used[at + 1]}`);
  const strange = (at) => at >= 0 && at < used.length && !lists.has(used[at]);
  return used.flatMap((word, at) => {
    if (/^\d+$/.test(word) || word.length < 2 || (unfinished && at === used.length - 1)) return [];
    if ((at > 0 && pair(at - 1)) || pair(at)) return [];
    if (strange(at)) return [at];
    const alone = strange(at - 1) || strange(at + 1);
    return used.length > 1 && used.length <= SHORT && !alone ? [at] : [];
  });
}

// Words with diacritics as they were typed.
const written = (typed, used) =>
  typed.map((word, at) => `${used[at]}'${word}`).filter((key) => /[^\0-\x7f]/.test(key));
