// Text as people type it on a phone: lower case, no diacritics, đ as d.
export const fold = (text) =>
  text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");

export const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
