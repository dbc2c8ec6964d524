// Narrows and sorts a list in place. Every choice is in the address, so that it can be shared;
// without this script the same choices are links to pages of their own.
import { fold, words } from "./fold.js";

const root = document.querySelector("[data-filterable]");
const list = root?.querySelector("[data-records]");
const rows = list ? [...list.querySelectorAll("tbody tr, :scope > li")] : [];
const controls = root?.querySelector("[data-list-controls]");
const query = controls?.querySelector("[data-list-query]");
const reset = controls?.querySelector("[data-list-reset]");
const count = controls?.querySelector("[data-list-count]");
const links = [...(root?.querySelectorAll("[data-facet]") ?? [])];
const headers = [...(list?.querySelectorAll("[data-sort]") ?? [])];
const totals = [...(root?.querySelectorAll("caption, .list-total, .facet__count") ?? [])];
const elsewhere = document.querySelectorAll(".language a");
const texts = new Map(rows.map((row) => [row, fold(row.textContent)]));

const state = () => new URLSearchParams(location.search);

const matches = (row, chosen, wanted) =>
  wanted.every((word) => texts.get(row).includes(word)) &&
  links.every(({ dataset: { facet } }) => {
    const value = chosen.get(facet);
    return !value || (row.dataset[facet] ?? "").split(" ").includes(value);
  });

function apply() {
  const chosen = state();
  const wanted = words(chosen.get("q") ?? "");
  let shown = 0;
  for (const row of rows) {
    row.hidden = !matches(row, chosen, wanted);
    if (!row.hidden) shown += 1;
  }
  for (const link of links) {
    const current = chosen.get(link.dataset.facet) === link.dataset.value;
    link.toggleAttribute("aria-current", current);
    if (current) {
      link.setAttribute("aria-current", "true");
      // On a phone an open list of choices would push the results out of sight.
      link.closest("details").open = matchMedia("(width >= 60rem)").matches;
    }
  }
  sort(chosen.get("sort") ?? "");
  reset.hidden = ![...chosen.keys()].length;
  const { one, many, none } = count.dataset;
  const number = shown.toLocaleString(document.documentElement.lang);
  count.textContent = shown === 0 ? none : shown === 1 ? one : many.replace("{count}", number);
  // The numbers made at build time are those of the whole list.
  const whole = shown === rows.length;
  for (const total of totals) total.hidden = !whole;
  for (const link of elsewhere) link.search = location.search;
}

function sort(choice) {
  if (!headers.length) return;
  const descending = choice.startsWith("-");
  const name = choice.replace(/^-/, "") || "date";
  const column = headers.findIndex((header) => header.dataset.sort === name);
  if (column < 0) return;
  const down = choice ? descending : true;
  const key = (row) => (name === "date" ? row.dataset.date : row.cells[column].textContent.trim());
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const sorted = [...rows].sort((a, b) => order.compare(key(a), key(b)) * (down ? -1 : 1));
  rows[0]?.parentElement.append(...sorted);
  for (const [index, header] of headers.entries()) {
    if (index === column) header.setAttribute("aria-sort", down ? "descending" : "ascending");
    else header.removeAttribute("aria-sort");
  }
}

function choose(changes, replace = false) {
  const chosen = state();
  for (const [name, value] of Object.entries(changes)) {
    if (value) chosen.set(name, value);
    else chosen.delete(name);
  }
  const choices = chosen.toString();
  const address = `${location.pathname}${choices && `?${choices}`}`;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  apply();
}

if (list && controls) {
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const { facet, value } = link.dataset;
      choose({ [facet]: state().get(facet) === value ? "" : value });
    });
  }
  for (const header of headers) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    header.replaceChildren(button);
    button.addEventListener("click", () => {
      const name = header.dataset.sort;
      const up = header.getAttribute("aria-sort") === "ascending";
      choose({ sort: up ? `-${name}` : name });
    });
  }
  query.addEventListener("input", () => choose({ q: query.value.trim() }, true));
  reset.addEventListener("click", () => {
    query.value = "";
    history.pushState(null, "", location.pathname);
    apply();
    query.focus();
  });
  const read = () => {
    query.value = state().get("q") ?? "";
    apply();
  };
  addEventListener("popstate", read);
  read();
}
