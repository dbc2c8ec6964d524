// How each engine is started and asked on a blank page: `start(about)` gives a function that, asked
// a text, gives the places of the best `most` pages, once what is needed to show `shown` of them is
// here as well.
globalThis.ENGINES = {
  async ours() {
    const { open } = await import("/js/search-engine.js");
    const engine = await open(new URL("/index/", location.href));
    return async (text, most, shown) => {
      const { hits } = await engine.search(text);
      await Promise.all(hits.slice(0, shown).map((hit) => engine.details(hit)));
      return hits.slice(0, most).map(({ page }) => page);
    };
  },

  // As the theme's own script does it: the index goes to the worker, then each query.
  async material({ worker: address }) {
    const [SETUP, QUERY] = [0, 2];
    const worker = new Worker(address);
    const answer = (type, data) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data.data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage({ type, data });
      });
    const index = await (await fetch("/search/search_index.json")).json();
    await answer(SETUP, { ...index, options: { suggest: false } });
    return async (text, most) => {
      const { items } = await answer(QUERY, text);
      return items.slice(0, most).map(([{ location }]) => Number.parseInt(location));
    };
  },

  async pagefind() {
    const pagefind = await import("/pagefind/pagefind.js");
    await pagefind.init();
    return async (text, most, shown) => {
      const { results } = await pagefind.search(text);
      const first = results.slice(0, Math.max(most, shown));
      const pages = await Promise.all(first.map((result) => result.data()));
      return pages.slice(0, most).map(({ url }) => Number(url.match(/(\d+)\/$/)[1]));
    };
  },
};
