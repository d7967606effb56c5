import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { client, eventually, open } from './kit.mjs'

const run = (program, args, options) => promisify(execFile)(program, args, { timeout: 20_000, ...options })
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText())

export function overview(mock) {
  test('a mock that nobody has asked says how, and the commands work', async (t) => {
    const base = `${mock.url}/~fresh`
    const page = await open(t, base)
    await page.getByText('Nothing yet.').waitFor()
    await page.getByRole('button', { name: 'Copy the base URL' }).first().click()
    assert.equal(await clipboard(page), base)
    const commands = page.locator('.columns > div:last-child').getByRole('button', { name: 'Copy the command' })
    assert.equal(await commands.count(), 2)
    for (let i = 0; i < 2; i++) {
      await commands.nth(i).click()
      await run('sh', ['-c', await clipboard(page)])
    }
    await page.getByText('All 2 requests').waitFor()
    await page.getByText('every request kept to the contract').waitFor()
    await page.locator('.latest a').first().click()
    await page.getByRole('heading', { name: 'Response' }).waitFor()
  })

  test('what is broken, refused, empty and meant to fail needs attention', async (t) => {
    const base = `${mock.url}/~attention`
    const asked = client(base)
    await asked.list('version=live')
    await asked.stranger()
    await asked.list('version=LIVE&start_time=2020-01-01&end_time=2100-01-01&user_id=Nobody')
    await asked.control('POST', 'faults', { match: { operation: 'TrackEvent' }, status: 503 })
    const page = await open(t, base)
    await page.getByText('ListEvents: query.enum version').waitFor()
    await page.getByText('credentials refused').waitFor()
    await page.getByText('the latest came with demo-token-id:[redacted]').waitFor()
    await page.getByText('no event has user_id "Nobody"').waitFor()
    await page.getByText('Fault f1: status 503 for TrackEvent').waitFor()
    await page.getByRole('button', { name: 'Remove' }).click()
    await eventually(async () => (await asked.control('GET', 'faults')).faults.length, 0)
    await eventually(() => page.getByText('Fault f1: status').count(), 0)
    await page.getByRole('link', { name: /query.enum version/ }).click()
    await page.locator('.violation', { hasText: 'did you mean "LIVE"?' }).waitFor()
  })
}
