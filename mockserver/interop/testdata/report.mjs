// Uses the filters of a report of the conformance runner, and returns what can be seen. The question names failing: {id, area}.
import { onPage, visible } from "./page.mjs";

// hidden counts what matches and cannot be seen.
const hidden = (page, css) => page.locator(css).evaluateAll((all) => all.filter((e) => !e.checkVisibility()).length);

// wider counts what matches, is seen, and can only be read whole by scrolling it sideways.
const wider = (page, css) => page.locator(css).evaluateAll((all) => all.filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1).length);

const height = (page) => page.evaluate(() => document.documentElement.scrollHeight);

await onPage(async (page, question) => {
  const counted = async () => ({
    requirements: await visible(page, "requirements"), checks: await visible(page, "checks"), shown: await page.locator("#shown").innerText(),
  });
  const answer = { title: await page.title(), banner: await page.locator("header h1").innerText(), all: await counted() };
  answer.rows = await page.locator("#checks tbody tr").count();
  answer.folded = await page.locator("#checks details:not([open])").count();

  await page.locator("select[name=state]").selectOption({ label: await page.locator("select[name=state] option", { hasText: /fail/i }).first().innerText() });
  answer.failing = await counted();
  answer.failingChecks = await page.locator("#checks tbody tr:visible td:first-child").allInnerTexts();

  // A link to a row that the filters hide shows it again.
  await page.locator("input[name=text]").fill("no row has these words");
  answer.none = await counted();
  await page.evaluate((id) => { location.hash = `check-${id}`; }, question.failing.id);
  await page.locator(`[id="check-${question.failing.id}"]`).waitFor({ state: "visible" });
  answer.revealed = await counted();

  // So does a link to a row that is folded.
  const passed = page.locator("#checks tbody tr[data-state=pass]").first();
  answer.passedBefore = await passed.isVisible();
  await page.evaluate((id) => { location.hash = id; }, await passed.getAttribute("id"));
  await passed.waitFor({ state: "visible" });

  await page.locator(`button.cell[data-area="${question.failing.area}"]`).first().click();
  answer.area = await counted();
  answer.pictures = await page.locator(`#findings svg:visible`).count();

  await page.locator("button[type=reset]").click();
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 718, height: 1000 }); // a sheet of A4
  answer.print = {
    hidden: await hidden(page, "main :is(tr, pre, code, figure, p)"), wider: await wider(page, "html, pre, .line code, .wide:not(:has(.map))"),
    cut: await page.locator("pre, .line code, .story").evaluateAll((all) => all.filter((e) => e.scrollHeight > e.clientHeight + 1).length),
  };

  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width: 390, height: 844 });
  answer.phone = {
    height: await height(page), wider: await wider(page, "html, .line code, pre, .wide:not(:has(svg, .map))"),
    filters: await page.locator("#filters").evaluate((e) => getComputedStyle(e).position),
    smallest: await page.locator("#findings svg").first().evaluate((e) => e.getBoundingClientRect().width / e.viewBox.baseVal.width),
  };
  return answer;
});
