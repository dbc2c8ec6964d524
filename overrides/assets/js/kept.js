// The page for what was not kept: lists what was, the plan first, then the latest read.
const home = new URL("../../", import.meta.url);
const pages = await caches.open(`${home.pathname} pages`);
const addresses = (await pages.keys()).map(({ url }) => url).reverse();

for (const part of document.querySelectorAll("[data-kept]")) {
  const list = part.querySelector("ul");
  for (const link of list.querySelectorAll("a")) {
    if (!addresses.includes(link.href)) link.parentElement.remove();
  }
}

const listed = new Set([...document.querySelectorAll("[data-kept] a")].map(({ href }) => href));
for (const address of addresses.filter((each) => !listed.has(each))) {
  const html = await (await pages.match(address)).text();
  const page = new DOMParser().parseFromString(html, "text/html");
  const title = page.querySelector('meta[property="og:title"]')?.content;
  const list = document.querySelector(`[data-kept="${page.documentElement.lang}"] ul`);
  if (!title || !list) continue; // this page itself is one of them
  const link = document.createElement("a");
  link.href = address;
  link.textContent = title;
  const item = document.createElement("li");
  item.append(link);
  list.append(item);
}

for (const part of document.querySelectorAll("[data-kept]")) part.hidden = !part.querySelector("a");
