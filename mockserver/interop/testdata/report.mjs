// Uses the filters of a report of the conformance runner, and returns what can be seen. The question names failing: {id, area}.
import { onPage, visible } from "./page.mjs";

await onPage(async (page, question) => {
  const counted = async () => ({
    requirements: await visible(page, "requirements"), checks: await visible(page, "checks"), shown: await page.locator("#shown").innerText(),
  });
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
  return answer;
});
