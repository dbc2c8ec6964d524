// Official numbers in a query, in whatever shape: 948/QĐ-UBND, 948 qd ubnd, quyết định số 948. The
// same table as in hooks/portal/search_number.py.
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
