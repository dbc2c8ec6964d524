// Keeps the shell, the plan and the pages that were read, so that they open without a network.
//
// Pages come from the network first, so nobody is held on an old version; what the network does
// not answer in time comes from the copy. Files whose names carry their digest never change and
// come from the copy first. Nothing but same-site answers is kept, and nothing else is stored.
const VERSION = "{{ version }}";
const SHELL = {{ shell }};
const PAGES = {{ pages }};
const FALLBACK = "{{ fallback }}";
const MOST_PAGES = 60;
const MOST_FILES = 120;
const LARGEST = 1e6; {# bytes of one file #}
const PATIENCE = 4000; {# milliseconds before a copy is shown in place of a slow answer #}

const scope = new URL(self.registration.scope);
{# Other sites may share this origin: their copies are theirs. #}
const [KEPT, FILES, PLANS] = ["pages", "files", "plans"].map((name) => `${scope.pathname} ${name}`);
const full = (path) => new URL(path, scope).href;
{# One copy a page, whatever was asked of it: results are made in the page. #}
const plain = (url) => `${url.origin}${url.pathname}`;
const digested = (address) => /\.[0-9a-f]{10}\.\w+$/.test(address);
const NAMED = /(?:href|src)="([^":]+\.[0-9a-f]{10}\.\w+)"/g;
const namedIn = (html, address) =>
  [...html.matchAll(NAMED)].map(([, link]) => new URL(link, address).href);
const sound = (answer) => answer.ok && answer.type === "basic";
const isPage = (answer) =>
  sound(answer) && !answer.redirected && answer.headers.get("Content-Type")?.startsWith("text/html");
const find = (cache, key) => cache.match(key, { ignoreVary: true });

async function get(address, options) {
  const answer = await fetch(address, options);
  if (!sound(answer)) throw new Error(`${answer.status} ${address}`);
  return answer;
}

async function keepFiles(addresses) {
  const files = await caches.open(FILES);
  await Promise.all(addresses.map(async (address) => {
    if (!(await find(files, address))) await files.put(address, await get(address));
  }));
}

{# A page is kept once all that it names by digest is: no copy without its style. #}
async function keepPage(address, answer) {
  if (!isPage(answer)) throw new Error(address);
  await keepFiles(namedIn(await answer.clone().text(), address));
  const pages = await caches.open(KEPT);
  await pages.delete(address); {# put anew, so that the order is that of reading #}
  await pages.put(address, answer);
}

{# The shell must be whole, or this version is not installed. #}
async function install() {
  await keepFiles(SHELL.map(full));
  const { body, headers } = await get(full(FALLBACK), { cache: "no-cache" });
  {# Some hosts answer /offline for /offline.html; as an answer of our own it is no redirect. #}
  await (await caches.open(KEPT)).put(full(FALLBACK), new Response(body, { headers }));
}

async function activate() {
  await self.registration.navigationPreload?.enable();
  for (const name of await caches.keys()) {
    const own = name.startsWith(`${scope.pathname} `);
    if (own && ![KEPT, FILES, PLANS].includes(name)) await caches.delete(name);
  }
  await self.clients.claim();
}

{# The plan of this version, fetched once for each language that is read here. #}
async function keepPlan(lang) {
  const plans = await caches.open(PLANS);
  if ((await (await plans.match(full(lang)))?.text()) === VERSION) return;
  let whole = true;
  for (const address of PAGES[lang].map(full)) {
    await get(address, { cache: "no-cache" })
      .then((answer) => keepPage(address, answer))
      .catch(() => { whole = false; });
  }
  await sweep();
  if (whole) await plans.put(full(lang), new Response(VERSION));
}

{# Files of earlier versions go once no kept page names them. #}
async function sweep() {
  const [pages, files] = [await caches.open(KEPT), await caches.open(FILES)];
  const named = new Set(SHELL.map(full));
  for (const request of await pages.keys()) {
    const html = (await (await pages.match(request))?.text()) ?? "";
    for (const address of namedIn(html, request.url)) named.add(address);
  }
  for (const { url } of await files.keys()) {
    if (digested(url) && !named.has(url)) await files.delete(url);
  }
}

{# The oldest copies go first; the plan itself stays, and what is known by digest is swept. #}
const ALWAYS = new Set([...PAGES.vi, ...PAGES.en, FALLBACK].map(full));
async function tidy(name, most) {
  const cache = await caches.open(name);
  const others = (await cache.keys()).filter(({ url }) => !ALWAYS.has(url) && !digested(url));
  for (const request of others.slice(0, Math.max(0, others.length - most))) {
    await cache.delete(request);
  }
}

{# The windows that show a copy because the network did not answer. #}
const behind = new Set();

async function page(event, url) {
  const pages = await caches.open(KEPT);
  const address = plain(url);
  const network = (async () => {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    if (isPage(answer)) {
      const kept = keepPage(address, answer.clone()).then(() => tidy(KEPT, MOST_PAGES));
      event.waitUntil(kept.catch(() => {}));
    } else if (answer.status === 404 || answer.status === 410) {
      event.waitUntil(pages.delete(address)); {# withdrawn for readers without a network, too #}
    }
    return answer;
  })();
  event.waitUntil(network.catch(() => {}));
  const copy = await find(pages, address);
  if (!copy) return network.catch(async () => (await find(pages, full(FALLBACK))) ?? Response.error());
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, copy));
  {# A server in trouble is no reason to take a page away that is here. #}
  const answer = network.then((fresh) => (fresh.status >= 500 ? copy : fresh), () => copy);
  const first = await Promise.race([answer, late]);
  if (first === copy) behind.add(event.resultingClientId);
  return first;
}

async function file(event, url) {
  const files = await caches.open(FILES);
  const copy = await find(files, event.request);
  if (copy && digested(url.pathname)) return copy;
  try {
    const answer = await fetch(event.request);
    const small = !(answer.headers.get("Content-Length") > LARGEST);
    const kind = /\.(bin|css|js|svg|json|png|webp|jpe?g)$/.test(url.pathname);
    if (sound(answer) && !answer.redirected && kind && small) {
      const kept = files.put(event.request, answer.clone()).then(() => tidy(FILES, MOST_FILES));
      event.waitUntil(kept.catch(() => {}));
    }
    return answer;
  } catch (error) {
    if (copy) return copy;
    throw error;
  }
}

{# A page asks for copies of itself and of the plan in its language, and learns what it is itself. #}
async function answerTo(client, wish) {
  const address = plain(new URL(client.url));
  if (wish === "keep" && address.startsWith(scope.href)) {
    {# A page that loaded before there was a worker has no copy yet. #}
    if (!(await find(await caches.open(KEPT), address))) {
      await get(address, { cache: "no-cache" })
        .then((answer) => keepPage(address, answer))
        .catch(() => {});
    }
    await keepPlan(address.startsWith(full("en/")) ? "en" : "vi");
  }
  client.postMessage({ behind: behind.has(client.id) });
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(install());
});
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.source?.url) event.waitUntil(answerTo(event.source, event.data));
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(scope.href)) return;
  if (url.pathname.endsWith("/views.json")) return; {# a kept figure would pass for one of today #}
  if (event.request.mode === "navigate") event.respondWith(page(event, url));
  else if (!event.request.headers.has("range")) event.respondWith(file(event, url));
});
