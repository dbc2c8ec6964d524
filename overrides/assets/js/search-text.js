// What counts as a word for the search, the same as hooks/portal/search_text.py says it;
// tests/search_cases.yml proves that both agree.

// As in fold.js, which other pages use: imported from there, each search would wait for one file more.
const fold = (text) => text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");

// Letters and digits part company: QH15 is «qh» and «15», however somebody spaces it.
const WORD = /[\p{L}\p{Nl}\p{No}]+|\p{Nd}+/gu;
// Where the old rules put the tone of an open syllable: hoà, khoẻ, thuỷ; but quý is right.
const OLD_TONE = /(o[àáảãạ]|o[èéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])$/u;
const OLD = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(" ");
const NEW = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(" ");
const LONGEST = 24;

const exact = (word) =>
  [...word].slice(0, LONGEST).join("").replace(OLD_TONE, (old) => NEW[OLD.indexOf(old)]);

export const words = (text) =>
  (text.toLowerCase().normalize("NFKC").replace(/\p{M}|['’ʼ]/gu, "").match(WORD) ?? []).map(exact);

export function singular(word) {
  if (word.length < 4 || !word.endsWith("s") || /(ss|us|is)$/.test(word)) return word;
  return word.endsWith("ies") && word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
}

export const term = (word, lang) => (lang === "en" ? singular(fold(word)) : fold(word));

// Official numbers in a query, in whatever shape: 5/2019/NĐ-CP, 5 2019 nd cp, nghị định số 5. The
// table is that of hooks/portal/search_number.py.
const CODES = {
  "quyet dinh": "qd", "nghi dinh": "nd", "thong tu": "tt", "chi thi": "ct", "nghi quyet": "nq",
  "ke hoach": "kh", "cong van": "cv", "huong dan": "hd", "thong bao": "tb", "bao cao": "bc",
  "ket luan": "kl", "chuong trinh": "ctr", "luat": "luat", "bo luat": "luat",
  "phap lenh": "pl", "cong uoc": "cu", "thong tu lien tich": "ttlt", "de an": "da",
  "decision": "qd", "decree": "nd", "circular": "tt", "directive": "ct", "resolution": "nq",
  "plan": "kh", "law": "luat", "conclusion": "kl", "notice": "tb", "guideline": "hd",
  "ordinance": "pl", "convention": "cu",
};
const BETWEEN = new Set(["so", "no", "number"]);
const FOLLOWING = 4;

// {keys, alone} of each number: the keys it may be known by, and whether there is nothing else.
export function numbersIn(used) {
  const found = [];
  used.forEach((word, at) => {
    if (!/^\d+$/.test(word)) return;
    const before = used.slice(0, at);
    if (BETWEEN.has(before.at(-1))) before.pop();
    const parts = used.slice(at + 1, at + 1 + FOLLOWING);
    for (let count = 1; count <= 4; count++) {
      const code = CODES[before.slice(-count).join(" ")];
      if (code && before.length >= count) parts.push(code);
    }
    const number = word.replace(/^0+(?=\d)/, "");
    const keys = new Set([`#${number}`, ...parts.map((part) => `#${number} ${part}`)]);
    found.push({ keys: [...keys], alone: before.length === 0 && at === used.length - 1 });
  });
  return found;
}
