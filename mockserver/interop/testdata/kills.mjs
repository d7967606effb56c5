// Uses the page of the kill table with the keyboard alone, and returns what can be seen. The question names check and misbehaviour.
import { onPage, visible } from "./page.mjs";

await onPage(async (page, question) => {
  const counted = async () => ({ checks: await visible(page, "checks"), misbehaviours: await visible(page, "misbehaviours") });
  const ids = (table) => page.locator(`#${table} tbody tr:visible td:first-child`).allInnerTexts();
  const choose = async (name, text) => { // by its first letters, as people do
    const select = page.locator(`select[name=${name}]`);
    for (let tries = 0; tries < 5; tries++) {
      await select.focus();
      await page.keyboard.type(text);
      if ((await select.evaluate((s) => s.selectedOptions[0].label.toLowerCase())).startsWith(text)) return;
      await page.waitForTimeout(1500); // on a busy machine the letters come too slowly and are taken one by one
    }
    throw new Error(`${name} has no choice that begins with ${text}`);
  };
  const clear = async () => {
    await page.locator("button[type=reset]").focus();
    await page.keyboard.press("Enter");
    await page.locator(`[id="${question.misbehaviour}"]`).waitFor({ state: "visible" });
  };
  const answer = { all: await counted() };

  await page.locator(`button.cell[data-check="${question.check}"]`).focus();
  await page.keyboard.press("Enter");
  answer.ofCheck = { checks: await ids("checks"), misbehaviours: await ids("misbehaviours") };
  await clear();

  await page.keyboard.press("/");
  await page.keyboard.type(question.misbehaviour);
  answer.found = await ids("misbehaviours");
  answer.noticed = await page.locator(`#misbehaviours tbody tr:visible td.ids a`).allInnerTexts();
  await clear();

  await choose("api", "inkeep");
  await choose("level", "must");
  await choose("area", "events");
  answer.narrowed = { checks: await ids("checks"), misbehaviours: await ids("misbehaviours") };
  await clear();
  await choose("count", "one");
  answer.one = await counted();
  await clear();
  answer.cleared = await counted();
  await page.setViewportSize({ width: 400, height: 800 });
  return answer;
});
