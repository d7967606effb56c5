// Reads {chromium, page, …} on stdin, opens the page in headless Chromium, lets a function use it, and prints what that returns, with what
// the page complained of and asked for.
import { createRequire } from "node:module";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const require = createRequire(process.env.TOOLS);
const { chromium } = require("playwright-core");

export async function onPage(use) {
  const question = JSON.parse(await text(process.stdin));
  const profile = await mkdtemp(join(tmpdir(), "understudy-page-"));
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
    const answer = await use(page, question);
    answer.wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    console.log(JSON.stringify({ ...answer, complaints, requests }));
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

// visible counts the rows of a table that the filters leave.
export const visible = (page, table) => page.locator(`#${table} tbody tr:visible`).count();
