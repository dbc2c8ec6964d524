// Text as people type it on a phone: lower case, no diacritics, đ as d.
export const fold = (text) =>
  text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");

// An apostrophe belongs to its word, typed or not: people's, peoples.
export const words = (text) => fold(text).replace(/['’]/g, "").match(/[\p{L}\p{N}]+/gu) ?? [];
