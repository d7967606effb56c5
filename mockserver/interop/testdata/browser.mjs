// Opens a page in headless Chromium, calls its functions one after the other, and prints what they returned and what the
// browser complained about meanwhile. Reads {chromium, page, calls: [{name, argument}]} on stdin.
import { createRequire } from "node:module";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const require = createRequire(process.env.TOOLS);
const { chromium } = require("playwright-core");

const question = JSON.parse(await text(process.stdin));
const profile = await mkdtemp(join(tmpdir(), "understudy-browser-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: question.chromium,
  headless: true,
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
try {
  const page = await context.newPage();
  let complaints = [];
  page.on("console", (message) => {
    if (["error", "warning", "assert"].includes(message.type())) {
      complaints.push(message.text());
    }
  });
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("requestfailed", (request) => complaints.push(`${request.method()} ${request.url()}: ${request.failure()?.errorText}`));
  await page.goto(question.page);
  const answers = {};
  for (const { name, argument } of question.calls) {
    complaints = [];
    const value = await page.evaluate(([name, argument]) => window[name](argument), [name, argument]);
    answers[name] = { value, complaints };
  }
  console.log(JSON.stringify(answers));
} finally {
  await context.close();
  await rm(profile, { recursive: true, force: true });
}
