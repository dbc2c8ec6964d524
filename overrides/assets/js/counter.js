// Explained in partials/counter.html.
const box = document.querySelector("[data-counter]");
const { live, kept, key, locale, dateStyle } = box.dataset;
const moment = box.querySelector("[data-as-of]");

const show = (figures) => {
  for (const cell of box.querySelectorAll("[data-views]")) {
    const [which, name] = cell.dataset.views.split(".");
    const value = figures[which]?.[name];
    if (value >= 0) cell.textContent = cell.className ? `${value}`.padStart(6, 0) : value.toLocaleString(locale);
  }
  const [day, time] = figures.as_of.split("T");
  moment.textContent = `${new Date(day).toLocaleDateString("en-GB", { dateStyle, timeZone: "UTC" })}, ${time.slice(0, 5)}`;
  moment.dateTime = figures.as_of;
};

const recall = async () => {
  const { site, pages, as_of } = await (await fetch(kept)).json();
  if (!(as_of < moment.dateTime)) show({ site, page: pages?.[key], as_of });
};

const count = () => {
  const i = [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => (byte % 16).toString(16)).join("");
  const body = JSON.stringify({ p: location.pathname.replace(/index\.html$/, ""), i });
  let tries = 2;
  const look = async () => {
    if (!tries || document.prerendering || document.hidden) return;
    tries--;
    let pause = 2;
    try {
      const answer = await fetch(`${live}hit`, { method: "POST", body, keepalive: true, credentials: "omit" });
      if (answer.ok) {
        tries = 0;
        return show(await answer.json());
      }
      pause = answer.status > 428 ? answer.headers.get("Retry-After") ?? 2 : 99;
    } catch {}
    if (tries && pause < 10) return setTimeout(look, pause * 1000);
    tries = 0;
    recall().catch(() => {});
  };
  for (const change of ["visibilitychange", "prerenderingchange"]) document.addEventListener(change, look);
  look();
};

if (live) {
  addEventListener("pageshow", (event) => event.persisted && count());
  count();
} else recall().catch(() => {});
