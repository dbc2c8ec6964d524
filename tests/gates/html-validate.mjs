// html-validate over files.
// node html-validate.mjs <node_modules> JSON of {root, config}, and the files below root on standard input, one a line
// → [{file, line, rule, message, selector}]
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, asked] = process.argv.slice(2);
const { root, config } = JSON.parse(asked);
const files = readFileSync(0, "utf-8").split("\n").filter(Boolean);
const here = createRequire(`${modules}/`);
const { HtmlValidate, StaticConfigLoader } = await import(pathToFileURL(here.resolve("html-validate")));
const validate = new HtmlValidate(new StaticConfigLoader(JSON.parse(readFileSync(config, "utf-8"))));
const found = [];
for (const file of files) {
  const report = await validate.validateString(readFileSync(join(root, file), "utf-8"), join(root, file));
  for (const { messages } of report.results) {
    for (const { ruleId, message, line, selector } of messages) found.push({ file, line, rule: ruleId, message, selector });
  }
}
process.stdout.write(JSON.stringify(found));
