// Typing errors: a word nobody knows, or one that never stands beside its neighbours, becomes the
// word one slip away that does.
const CANDIDATES = 10;

// `used` with the words at `doubtful` mended, or undefined where nothing fits better.
export async function correct(engine, used, lists, doubtful) {
  const ranks = (engine.ranks ??= new Map(
    (await engine.words()).split(" ").map((word, rank) => [word, rank]),
  ));
  let options = doubtful.map((at) => [at, candidates(used[at], ranks)]);
  // What may follow the word before is in one place, known already; what may precede the next is in
  // as many as there are candidates, so they are only asked about where none follows.
  const known = await engine.lookUp(options.flatMap(([at, words]) => words.flatMap((word) => before(used, at, word))));
  options = options.map(([at, words]) => {
    const following = words.filter((word) => before(used, at, word).some((key) => known.has(key)));
    return [at, following.length ? following : words];
  });
  const asked = options.flatMap(([at, words]) => words.flatMap((word) => beside(used, at, word)));
  for (const [key, list] of await engine.lookUp(asked)) known.set(key, list);
  const size = (key) => (known.has(key) ? Math.log2(2 + known.get(key).end - known.get(key).start) : 0);
  const best = options
    .flatMap(([at, words]) =>
      words.map((word) => {
        const fits = beside(used, at, word).reduce((sum, key) => sum + size(key), 0);
        return { at, word, fits, rank: ranks.get(word.split(" ")[0]) };
      }),
    )
    // Where nothing of the query is known, the likeliest words are better than no answer.
    .filter(({ fits }) => fits > 0 || !used.some((word) => lists.has(word)))
    .sort((a, b) => lists.has(used[a.at]) - lists.has(used[b.at]) || b.fits - a.fits || a.rank - b.rank);
  if (!best.length) return undefined;
  const mended = [...used];
  const touched = new Set();
  for (const { at, word, fits } of best) {
    // A slip makes its neighbours doubtful, too: they are right once it is mended.
    const near = touched.has(at - 1) || touched.has(at + 1);
    if (touched.has(at) || (near && fits > 0)) continue;
    mended[at] = word;
    touched.add(at);
  }
  return mended.join(" ").split(" ");
}

// The pair that a word makes with the one before.
const before = (used, at, word) => (at > 0 && !word.includes(" ") ? [`${used[at - 1]} ${word}`] : []);

// The pairs that a word makes with its neighbours, or within itself where it is two words.
function beside(used, at, word) {
  if (word.includes(" ")) return [word];
  const after = at < used.length - 1 ? [`${word} ${used[at + 1]}`] : [];
  return [...before(used, at, word), ...after];
}

// Known words one slip away: a letter more, less, other, or two letters in each other's place; and
// two words written together. The most frequent first.
function candidates(word, ranks) {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const found = new Set();
  for (let at = 0; at <= word.length; at++) {
    const [start, end] = [word.slice(0, at), word.slice(at)];
    if (end) found.add(start + end.slice(1));
    if (end.length > 1) found.add(start + end[1] + end[0] + end.slice(2));
    for (const letter of letters) {
      found.add(start + letter + end);
      if (end) found.add(start + letter + end.slice(1));
    }
    if (start && end && ranks.has(start) && ranks.has(end)) found.add(`${start} ${end}`);
  }
  found.delete(word);
  const rank = (text) => Math.max(...text.split(" ").map((part) => ranks.get(part) ?? Infinity));
  return [...found].filter((text) => rank(text) < Infinity).sort((a, b) => rank(a) - rank(b)).slice(0, CANDIDATES);
}
