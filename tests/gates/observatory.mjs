// MDN's HTTP Observatory offline: its own tests and grades, put to answers taken from loopback.
// node observatory.mjs <node_modules> '{"host", "status", "headers", "cors", "body", "redirect": bool}'
// → {score, grade, tests: {name: {pass, result, modifier}}}
//
// The Observatory asks https://<host>/ itself, which needs a public name. What it judges is the answer,
// the redirect from http and a CORS request; those are given here instead of fetched.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, asked] = process.argv.slice(2);
const { host, status, headers, body, redirect, cors } = JSON.parse(asked);
const load = async (name) => import(pathToFileURL(`${modules}/@mdn/mdn-http-observatory/src/${name}`));
const { ALL_TESTS } = await load("constants.js");
const { Requests } = await load("types.js");
const { parseHttpEquivHeaders } = await load("retriever/utils.js");
const grader = await load("grader/grader.js");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await load("grader/charts.js");
const { Session } = await load("retriever/session.js");
const axios = createRequire(`${modules}/@mdn/mdn-http-observatory/src/`).resolve("axios");
const { default: { AxiosHeaders } } = await import(pathToFileURL(axios)); // CommonJS to this loader

const url = new URL(`https://${host}/`);
const lower = (given) => new AxiosHeaders(Object.fromEntries(
  Object.entries(given).map(([name, value]) => [name.toLowerCase(), value])));
const answer = (more) => ({ status, headers: lower(headers), data: body, verified: true, config: { url: url.href },
  request: { res: { responseUrl: url.href } }, ...more });
const requests = new Requests(host);
requests.responses.https = answer({});
requests.responses.auto = answer({ httpEquiv: parseHttpEquivHeaders(body, url.href) });
requests.responses.http = answer({});
requests.responses.cors = answer({ headers: lower(cors) });
const first = { url: new URL(`http://${host}/`), status: redirect ? 301 : 200 };
requests.responses.httpRedirects = redirect ? [first, { url, status: 200 }] : [first];
requests.responses.httpsRedirects = [{ url, status: 200 }];
requests.resources.path = body;
requests.session = new Session(url);

const results = ALL_TESTS.map((test) => test(requests));
let withExtra = 100;
let without = 100;
const tests = {};
for (const { constructor, pass, result } of results) {
  const modifier = grader.getScoreModifier(result);
  withExtra += modifier;
  if (modifier < 0) without += modifier;
  tests[constructor.name] = { pass, result, modifier };
}
const final = grader.getGradeForScore(without >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? withExtra : without);
console.log(JSON.stringify({ ...final, tests }));
