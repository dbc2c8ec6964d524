// Keeps the shell, the plan and the pages that were read, so that they open without a network.
//
// Pages come from the network first, so nobody is held on an old version; what the network does
// not answer in time comes from the copy. Files whose names carry their digest never change and
// come from the copy first. Nothing but same-site answers is kept, and nothing else is stored.
const VERSION = "{{ version }}";
const SHELL = {{ shell }};
const PAGES = {{ pages }};
const FALLBACK = "offline.html";
const MOST_PAGES = 60;
const MOST_FILES = 120;
const PATIENCE = 4000; // milliseconds before a copy is shown in place of a slow answer

const scope = new URL(self.registration.scope);
// Other sites may share this origin: their copies are theirs.
const KEPT = `${scope.pathname} pages`;
const FILES = `${scope.pathname} files`;
const full = (path) => new URL(path, scope).href;
const langOf = (url) => (url.pathname.startsWith(`${scope.pathname}en/`) ? "en" : "vi");
// One copy a page, whatever was asked of it: results are made in the page.
const plain = (url) => `${url.origin}${url.pathname}`;
const hashed = (url) => /\.[0-9a-f]{10}\.\w+$/.test(url.pathname);
const worth = (answer) => answer.ok && answer.type === "basic" && !answer.redirected;

async function keep(cache, address) {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!worth(answer)) throw new Error(`${answer.status} ${address}`);
  await cache.put(address, answer);
}

// The shell must be whole, or this version is not installed; a page that fails is kept when read.
async function install() {
  const files = await caches.open(FILES);
  await Promise.all(SHELL.map(async (path) => {
    if (!(await files.match(full(path)))) await keep(files, full(path));
  }));
  await keep(await caches.open(KEPT), full(FALLBACK));
}

async function keepPlan(lang) {
  const pages = await caches.open(KEPT);
  for (const path of PAGES[lang]) {
    await keep(pages, full(path)).catch(() => {});
  }
}

// The oldest copies go first; the plan itself and the shell stay.
const ALWAYS = new Set([...PAGES.vi, ...PAGES.en, FALLBACK, ...SHELL].map(full));
async function tidy(name, most) {
  const cache = await caches.open(name);
  const others = (await cache.keys()).filter((request) => !ALWAYS.has(request.url));
  for (const request of others.slice(0, Math.max(0, others.length - most))) {
    await cache.delete(request);
  }
}

async function page(event, url) {
  const pages = await caches.open(KEPT);
  const address = plain(url);
  const network = (async () => {
    const answer = await fetch(event.request);
    if (worth(answer) && answer.headers.get("Content-Type")?.startsWith("text/html")) {
      const copy = answer.clone();
      event.waitUntil((async () => {
        await pages.delete(address); // put anew, so that the order is that of reading
        await pages.put(address, copy);
        await tidy(KEPT, MOST_PAGES);
      })());
    }
    return answer;
  })();
  event.waitUntil(network.catch(() => {}));
  const copy = await pages.match(address);
  if (!copy) {
    return network.catch(async () => (await pages.match(full(FALLBACK))) ?? Response.error());
  }
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, copy));
  // A server in trouble is no reason to take a page away that is here.
  const answer = network.then((fresh) => (fresh.status >= 500 ? copy : fresh)).catch(() => copy);
  return Promise.race([answer, late]);
}

async function file(event, url) {
  const files = await caches.open(FILES);
  const copy = await files.match(event.request);
  if (copy && hashed(url)) return copy;
  try {
    const answer = await fetch(event.request);
    if (worth(answer) && /\.(css|js|svg|json|png|webp|jpe?g)$/.test(url.pathname)) {
      const kept = answer.clone();
      event.waitUntil(files.put(event.request, kept).then(() => tidy(FILES, MOST_FILES)));
    }
    return answer;
  } catch (error) {
    if (copy) return copy;
    throw error;
  }
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(install());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data?.keep) {
    event.waitUntil((async () => {
      const url = new URL(event.data.keep);
      const pages = await caches.open(KEPT);
      await keep(pages, plain(url)).catch(() => {});
      await keepPlan(langOf(url));
      event.source?.postMessage({ kept: VERSION });
    })());
  }
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(scope.href)) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, url));
  else if (!event.request.headers.has("range")) event.respondWith(file(event, url));
});
