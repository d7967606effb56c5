// Opens a report of the conformance runner in headless Chromium, uses its filters, and prints what can be seen. Reads
// {chromium, page, failing: {id, area}} on stdin.
import { createRequire } from "node:module";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const require = createRequire(process.env.TOOLS);
const { chromium } = require("playwright-core");

const question = JSON.parse(await text(process.stdin));
const profile = await mkdtemp(join(tmpdir(), "understudy-report-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: question.chromium,
  headless: true,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await context.newPage();
  const complaints = [];
  const requests = [];
  page.on("console", (message) => {
    if (["error", "warning", "assert"].includes(message.type())) {
      complaints.push(message.text());
    }
  });
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(question.page);

  const visible = (table) => page.locator(`#${table} tbody tr:visible`).count();
  const counted = async () => ({ requirements: await visible("requirements"), checks: await visible("checks"), shown: await page.locator("#shown").innerText() });
  const answer = { title: await page.title(), banner: await page.locator("header h1").innerText(), all: await counted() };

  await page.locator("select[name=state]").selectOption({ label: await page.locator("select[name=state] option", { hasText: /fail/i }).first().innerText() });
  answer.failing = await counted();
  answer.failingChecks = await page.locator("#checks tbody tr:visible td:first-child").allInnerTexts();

  // A link to a row that the filters hide shows it again.
  await page.locator("input[name=text]").fill("no row has these words");
  answer.none = await counted();
  await page.evaluate((id) => { location.hash = `check-${id}`; }, question.failing.id);
  await page.locator(`[id="check-${question.failing.id}"]`).waitFor({ state: "visible" });
  answer.revealed = await counted();

  await page.locator(`button.cell[data-area="${question.failing.area}"]`).first().click();
  answer.area = await counted();
  answer.pictures = await page.locator(`#findings svg:visible`).count();
  answer.wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  answer.complaints = complaints;
  answer.requests = requests;
  console.log(JSON.stringify(answer));
} finally {
  await context.close();
  await rm(profile, { recursive: true, force: true });
}
