// What counts as a word for the search, the same as hooks/portal/search_text.py says it;
// tests/search_cases.yml proves that both agree.
import { fold } from "./fold.js";

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
