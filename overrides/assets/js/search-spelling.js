// Typing errors: a word nobody knows, or one that never stands beside its neighbours, becomes the
// word one slip away that does.
const CANDIDATES = 10;

// `used` with the words at `doubtful` mended, or undefined where nothing fits better.
export async function correct(engine, used, lists, doubtful) {
  const { digest } = engine.root;
  const ranks = (engine.ranks ??= new Map(
    (await engine.files.json(`files/words.${digest}.json`)).split(" ").map((word, rank) => [word, rank]),
  ));
  const options = doubtful.map((at) => [at, candidates(used[at], ranks)]);
  const asked = options.flatMap(([at, words]) => words.flatMap((word) => beside(used, at, word)));
  const known = await engine.lookUp(asked);
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

// The pairs that a word makes with its neighbours, or within itself where it is two words.
function beside(used, at, word) {
  const parts = word.split(" ");
  if (parts.length > 1) return [word];
  const keys = [];
  if (at > 0) keys.push(`${used[at - 1]} ${word}`);
  if (at < used.length - 1) keys.push(`${word} ${used[at + 1]}`);
  return keys;
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
