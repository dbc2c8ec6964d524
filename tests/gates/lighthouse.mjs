// Lighthouse over a list of pages in one browser.
// node lighthouse.mjs <node_modules> '{"chromium", "pages": [{"url", "noindex"}], "categories", "throttled", "runs"}'
// → [{url, scores: {category: [0…100]}, failed: [what did not pass], metrics}]
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, asked] = process.argv.slice(2);
const { chromium, pages, categories, throttled, runs = 1 } = JSON.parse(asked);
const here = createRequire(`${modules}/`);
const load = async (name) => import(pathToFileURL(here.resolve(name)));
const { default: lighthouse } = await load("lighthouse");
const { launch } = await load("chrome-launcher");

const chrome = await launch({
  chromePath: chromium,
  logLevel: "silent",
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
});
// The browser is a process group of its own: it would outlive us.
process.on("SIGTERM", () => {
  chrome.kill();
  process.exit(1);
});
const answers = [];
try {
  for (const { url, noindex } of pages) {
    const answer = { url, scores: {}, failed: [], metrics: {} };
    for (let turn = 0; turn < runs; turn += 1) {
      const { lhr } = await lighthouse(url, {
        port: chrome.port,
        logLevel: "silent",
        onlyCategories: categories,
        ignoreStatusCode: true,
        enableErrorReporting: false,
        disableFullPageScreenshot: true,
        // That a page asks not to be listed is meant; http-status-code is that of 404.html itself.
        skipAudits: noindex ? ["is-crawlable"] : null,
        ...(throttled ? {} : { throttlingMethod: "provided", maxWaitForLoad: 15000 }),
      });
      if (lhr.runtimeError) answer.failed.push(`${lhr.runtimeError.code}: ${lhr.runtimeError.message}`);
      for (const [name, { score, auditRefs }] of Object.entries(lhr.categories)) {
        (answer.scores[name] ??= []).push(Math.round((score ?? 0) * 100));
        for (const { id, weight } of auditRefs) {
          const { score: one, scoreDisplayMode, title, details } = lhr.audits[id];
          if (name === "performance" || one === null || one >= 0.9 || (!weight && scoreDisplayMode !== "error")) continue;
          const items = (details?.items ?? []).slice(0, 3)
            .map((item) => item.node?.selector ?? item.description ?? item.url ?? item.issueType ?? "");
          answer.failed.push(`${name}: ${id}: ${title} ${items.join("; ")}`.trim());
        }
      }
      for (const id of ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"]) {
        const value = lhr.audits[id]?.numericValue;
        if (value !== undefined) (answer.metrics[id] ??= []).push(value);
      }
    }
    answers.push(answer);
  }
} finally {
  chrome.kill();
}
console.log(JSON.stringify(answers));
