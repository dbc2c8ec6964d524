// Dialogs, sharing, printing, copies for reading offline. Everything here has a way without it.

// Notices go by the reader's clock. This comes first: with notices the page waits for it.
const notices = document.querySelector(".notices");
if (notices) {
  const now = Date.now();
  for (const notice of notices.children) {
    const { start, end } = notice.dataset;
    notice.hidden = now < Date.parse(start) || now >= Date.parse(end);
    notice.removeAttribute("data-waiting");
  }
  notices.hidden = [...notices.children].every((notice) => notice.hidden);
}

// Nothing of the search is fetched before somebody wants it; without it the form leads to a page.
// What is wanted then is asked for together: on a slow network each thing after another is a wait.
const together = (root) => {
  const ahead = { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: `${root}root.json` };
  document.head.append(Object.assign(document.createElement("link"), ahead));
  const parts = [
    import("./search-view.js"), import("./search-engine.js"),
    import("./search-files.js"), import("./search-text.js"),
  ];
  for (const part of parts) part.catch(() => {}); // what imports them tells
};
let searching;
const search = (dialog) => {
  if (searching) return;
  together(dialog.dataset.root);
  searching = import("./search-dialog.js").then(
    ({ start }) => start(dialog),
    () => (searching = undefined),
  );
};

const results = document.querySelector("[data-search-results]");
if (results) {
  const load = () => {
    together(results.dataset.root);
    import("./search.js").catch(() => {
      document.querySelector("main [data-search-status]").textContent = results.dataset.failed;
    });
  };
  if (new URLSearchParams(location.search).get("q")) load();
  else document.querySelector("[data-search-query]").addEventListener("focus", load, { once: true });
}

// A button with data-dialog sends a form to a page; with this script it opens the dialog instead.
for (const button of document.querySelectorAll("[data-dialog]")) {
  const dialog = document.getElementById(button.dataset.dialog);
  if (!dialog?.showModal) continue;
  button.type = "button";
  button.setAttribute("aria-haspopup", "dialog");
  button.addEventListener("click", () => {
    dialog.showModal();
    dialog.querySelector("input")?.focus();
    if (dialog.dataset.root) search(dialog);
  });
  // A press beside the sheet closes it; the browser sees to Escape and to giving the focus back.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

// Buttons that only work with a script are shown by it.
const section = document.querySelector(".share");
if (section) {
  const status = section.querySelector("[data-share-status]");
  const address = section.querySelector("[data-share-address]").href;
  const actions = {
    native: navigator.share && (() => navigator.share({ title: document.title, url: address })),
    copy: () => navigator.clipboard.writeText(address),
    print: () => window.print(),
  };
  for (const button of section.querySelectorAll("[data-share]")) {
    const act = actions[button.dataset.share];
    if (!act) continue;
    button.parentElement.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await act();
        if (button.dataset.done) status.textContent = button.dataset.done;
      } catch (error) {
        // Closing the share sheet is not a failure.
        if (error.name !== "AbortError") status.textContent = button.dataset.failed ?? "";
      }
    });
  }
}

// Everything is printed: details are opened first and closed again afterwards.
const opened = new Set();
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("main details:not([open])")) {
    details.open = true;
    opened.add(details);
  }
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
  opened.clear();
});

// A rating is sent without leaving the page; should that script not come, as any form is.
const rating = document.querySelector("[data-rating]");
rating?.addEventListener("submit", (event) => {
  event.preventDefault();
  import("./rating.js").then(({ send }) => send(rating), () => rating.submit());
});

// Copies for reading without a network: see service-worker.js.
const note = document.querySelector("[data-offline-note]");
const workers = navigator.serviceWorker;
const home = new URL("../../", import.meta.url);
let behind = false; // whether this page is a copy because the server did not answer

const loaded = (act) =>
  document.readyState === "complete" ? act() : addEventListener("load", act, { once: true });

const dayOf = (moment) =>
  document.documentElement.lang === "vi"
    ? moment.toLocaleDateString("vi", { day: "2-digit", month: "2-digit", year: "numeric" })
    : moment.toLocaleDateString("en-GB", { dateStyle: "long" });

async function tell() {
  const { ready, offline, kept, late } = note.dataset;
  const copy = await caches.match(location.origin + location.pathname, { ignoreVary: true });
  const day = new Date(copy?.headers.get("Date") ?? NaN);
  const dated = (text) => (isNaN(day) ? offline : text.replace("{date}", dayOf(day)));
  if (!navigator.onLine) note.textContent = dated(kept);
  else if (behind) note.textContent = dated(late);
  else note.textContent = copy && workers.controller ? ready : "";
}

// Where copies are switched off, earlier ones go, and so does the worker.
async function forget() {
  for (const registration of await workers.getRegistrations()) {
    if (registration.scope === home.href) await registration.unregister();
  }
  for (const name of await caches.keys()) {
    if (name.startsWith(`${home.pathname} `)) await caches.delete(name);
  }
}

if (note && workers) {
  const ask = (wish) => workers.controller?.postMessage(wish);
  for (const name of ["online", "offline"]) {
    addEventListener(name, () => {
      note.role = "status"; // read out when it changes, not on every page
      tell();
    });
  }
  workers.addEventListener("message", (event) => {
    behind = event.data.behind;
    tell();
  });
  tell();
  ask("state");
  // Only after the page has long been shown: its first load is paid for byte by byte. Readers who
  // save data are left alone.
  if (!navigator.connection?.saveData) {
    const register = async () => {
      workers.addEventListener("controllerchange", () => ask("keep")); // a new version's plan
      await workers.register(new URL("sw.js", home), { updateViaCache: "none" });
      ask("keep");
    };
    const whenIdle = window.requestIdleCallback ?? ((then) => then());
    const act = () => register().catch(() => {});
    loaded(() => setTimeout(whenIdle, 2000, act, { timeout: 3000 }));
  }
} else if (workers && document.querySelector("[data-no-copies]")) {
  // What the old worker still fetches for this page it would keep again.
  loaded(() => forget().catch(() => {}));
}
