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

// A button with data-dialog sends a form to a page; with this script it opens the dialog instead.
for (const button of document.querySelectorAll("[data-dialog]")) {
  const dialog = document.getElementById(button.dataset.dialog);
  if (!dialog?.showModal) continue;
  button.type = "button";
  button.setAttribute("aria-haspopup", "dialog");
  button.addEventListener("click", () => {
    dialog.showModal();
    dialog.querySelector("input")?.focus();
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

async function tell() {
  if (navigator.onLine) {
    note.textContent = workers.controller ? note.dataset.ready : "";
    return;
  }
  const copy = await caches.match(`${location.origin}${location.pathname}`);
  const day = new Date(copy?.headers.get("Date") ?? NaN);
  note.textContent = isNaN(day) ? note.dataset.offline : note.dataset.kept.replace(
    "{date}", day.toLocaleDateString(document.documentElement.lang, { dateStyle: "long" }));
}

async function keepCopies() {
  const { worker, scope } = note.dataset;
  await workers.register(worker, { scope, updateViaCache: "none" });
  (await workers.ready).active.postMessage({ keep: location.href });
}

if (note && workers) {
  for (const name of ["online", "offline"]) addEventListener(name, tell);
  workers.addEventListener("message", tell);
  tell();
  // Only after the page has long been shown: its first load is paid for byte by byte. Readers who
  // save data are left alone.
  if (!navigator.connection?.saveData) {
    const begin = () => setTimeout(() => keepCopies().catch(() => {}), 2000);
    if (document.readyState === "complete") begin();
    else addEventListener("load", begin);
  }
}
