// Runs what the README shows of a test with Playwright against pages in headless Chromium, and prints what came of it for each page.
// Reads {chromium, snippets, pages: {name: HTML}} on stdin; what is done in a test of @playwright/test with test and expect is done here
// with the little that the snippets use of them.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const require = createRequire(process.env.TOOLS);
const { chromium } = require("playwright-core");

const question = JSON.parse(await text(process.stdin));
const test = { info: () => ({ parallelIndex: 3 }) };
const expect = (got, message) => ({
  toBe(wanted) {
    if (got !== wanted) {
      throw new Error(message);
    }
  },
});
const AsyncFunction = (async () => {}).constructor;
const run = new AsyncFunction("test", "expect", "page", question.snippets);
const browser = await chromium.launch({ executablePath: question.chromium, headless: true, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const outcomes = {};
  for (const [name, html] of Object.entries(question.pages)) {
    const page = await browser.newPage();
    await page.setContent(html);
    try {
      await run(test, expect, page);
      outcomes[name] = "passed";
    } catch (error) {
      outcomes[name] = error.message;
    }
    await page.close();
  }
  console.log(JSON.stringify(outcomes));
} finally {
  await browser.close();
}
