import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { accessible, client, eventually, open, sizes } from './kit.mjs'

// A report that the runner's own tests keep, with markup in whatever a target can say.
const sample = JSON.parse(readFileSync(new URL('../../../../conformance/report/testdata/golden/sample.json', import.meta.url), 'utf8'))
const file = (name, report) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(typeof report === 'string' ? report : JSON.stringify(report)),
})

/** The report as it was a day before: what failed first had passed then, and another check failed. */
function dayBefore() {
  const report = structuredClone(sample)
  report.started_at = '2026-01-14T10:00:00Z'
  report.checks.find((c) => c.outcome === 'fail').outcome = 'pass'
  report.checks.find(
    (c) => c.outcome === 'pass' && c.level === 'must' && c.id !== sample.checks.find((x) => x.outcome === 'fail').id,
  ).outcome = 'fail'
  return report
}

const openOn = (page, ...files) => page.locator('input[type=file]').first().setInputFiles(files)
const broken = sample.checks.find((c) => c.outcome === 'fail')

export function conformance(mock) {
  test('a report is opened and narrowed, with its pictures', async (t) => {
    const page = await open(t, `${mock.url}/~report`, { at: '#/conformance' })
    await openOn(page, file('sample.json', sample))
    await page.getByRole('heading', { name: 'Not conformant' }).waitFor()
    await page.locator('.verdict', { hasText: sample.stale_baseline[0].check }).waitFor()
    assert.equal(await page.locator('.check-list > li').count(), sample.checks.length)
    await page.locator('.check-list button', { hasText: broken.id }).click()
    const detail = page.locator('.check-list li.open')
    await detail.locator('.drawing svg text').first().waitFor()
    assert.ok((await detail.innerText()).includes(broken.expected))
    assert.match(page.url(), /check=/)
    await page.locator('.map-cell.failed').first().click()
    await page.getByText(` of ${sample.checks.length} checks`).waitFor()
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByLabel('Search').fill(broken.id)
    await eventually(() => page.locator('.check-list > li').count(), 1)
    assert.equal(await page.locator('main img, main script').count(), 0, 'markup is text')
  })

  test('two reports are compared, whichever is opened first', async (t) => {
    const page = await open(t, `${mock.url}/~compared`, { at: '#/conformance' })
    await openOn(page, file('now.json', sample))
    await page.locator('.verdict').waitFor()
    await openOn(page, file('before.json', dayBefore()))
    await page
      .getByRole('heading', { name: 'now.json of 2026-01-15 10:00:00 UTC, compared with before.json of 2026-01-14 10:00:00 UTC' })
      .waitFor()
    await page.locator('.change.failed', { hasText: '1 newly failing' }).waitFor()
    await page.locator('.change.passed', { hasText: '1 fixed' }).waitFor()
    await page.locator('.change-list a', { hasText: broken.id }).click()
    await page.locator('.check-list li.open', { hasText: broken.id }).waitFor()
    await page.getByRole('button', { name: 'Swap' }).click()
    await page.getByText('beside now.json').waitFor()
    await page.getByRole('button', { name: 'Alone' }).click()
    await eventually(() => page.locator('.changes').count(), 0)
    await page.getByRole('button', { name: 'Close the report' }).click()
    await page.getByRole('heading', { name: 'Open a report' }).waitFor()
  })

  test('a file is dropped, and what is no report is refused', async (t) => {
    const page = await open(t, `${mock.url}/~dropped`, { at: '#/conformance' })
    const drop = async (name, text) => {
      const data = await page.evaluateHandle(
        ([name, text]) => {
          const transfer = new DataTransfer()
          transfer.items.add(new File([text], name))
          return transfer
        },
        [name, text],
      )
      await page.locator('.conformance').dispatchEvent('drop', { dataTransfer: data })
    }
    await drop('notes.txt', 'hello')
    await page.getByText('notes.txt: it is no JSON').waitFor()
    await drop('sample.json', JSON.stringify(sample))
    await page.getByRole('heading', { name: 'Not conformant' }).waitFor()
  })

  test('a server on this machine is judged, and judged again', async (t) => {
    const target = `${mock.url}/~judged`
    const page = await open(t, `${mock.url}/~judge`, {
      at: `#/conformance?api=inkeep&target=${encodeURIComponent(target)}`,
      expects: /40[049]/,
    })
    await page.getByRole('button', { name: 'Run the checks' }).waitFor()
    await page.getByLabel(/^bearer/).fill('demo-api-key')
    await page.getByRole('button', { name: 'Run the checks' }).click()
    await page.getByRole('progressbar').waitFor()
    await page.getByRole('heading', { name: /^Conformant/ }).waitFor()
    assert.ok((await page.locator('.verdict').innerText()).includes(target))
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save' }).click()])
    assert.match(saved.suggestedFilename(), /^inkeep-.*\.json$/)
    await page.getByRole('button', { name: 'Run again' }).click()
    await page.getByText('checks as before').waitFor()
  })

  test('a run is stopped, and an order that cannot be carried out is explained', async (t) => {
    const fault = { match: { operation: 'TrackEvent' }, when: { skip: 1_000_000 }, status: 503 }
    await client(`${mock.url}/~stopped`).control('POST', 'faults', fault)
    const page = await open(t, `${mock.url}/~stopped`, { at: '#/conformance?api=chatlayer&whole=1', expects: /400/ })
    await eventually(() => page.getByLabel(/^bot/).inputValue(), 'demobot1')
    await eventually(() => page.getByLabel(/^basic/).inputValue(), 'demo-token-id:demo-token-secret')
    await page.getByRole('button', { name: 'Run the checks' }).click()
    await page.getByRole('alert').getByText('fault f1: status 503 for TrackEvent').waitFor()
    await page.getByRole('button', { name: 'Run all the same' }).click()
    await page.getByRole('progressbar').waitFor()
    await accessible(page, 'a run that goes on')
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await page.getByText('The run was stopped.').waitFor()
    await page.getByLabel(/^Target/).fill('http://192.0.2.1')
    await page.getByLabel(/^basic/).fill('a:b')
    await page.getByLabel(/^bot/).fill('b')
    await page.getByRole('button', { name: 'Run the checks' }).click()
    await page.getByText('192.0.2.1 is not on loopback').waitFor()
  })

  test('what cannot be shown says so, and all around it goes on', async (t) => {
    const page = await open(t, `${mock.url}/~broken`, { at: '#/contract' })
    await page.route(
      (url) => url.pathname === '/~broken/',
      (route) => route.fulfill({ json: { apis: 7 } }),
    )
    await page.goto(`${mock.url}/~broken/__understudy/console/#/conformance`)
    await page.reload()
    await page.getByText('This cannot be shown').waitFor()
    await page.getByRole('link', { name: 'Controls' }).click()
    await eventually(() => page.getByText('This cannot be shown').count(), 0)
  })

  for (const [name, size] of Object.entries(sizes)) {
    test(`reports are accessible on a ${name}`, async (t) => {
      const page = await open(t, `${mock.url}/~report-${name}`, {
        size,
        theme: name === 'laptop' ? 'dark' : 'light',
        at: `#/conformance?check=${broken.id}`,
      })
      await page.getByRole('heading', { name: 'Open a report' }).waitFor()
      if (name === 'phone') await accessible(page, 'the start')
      await openOn(page, file('now.json', sample), file('before.json', dayBefore()))
      await page.locator('.check-list .drawing').first().waitFor()
      await page.evaluate(() => scrollTo(0, 0)) // nothing is behind the bar
      await accessible(page, 'the report')
    })
  }
}
