import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, client, eventually, open, sizes, startMock } from './kit.mjs'

const send = (page) => page.getByRole('button', { name: 'Send', exact: true }).click()

export function contract(mock) {
  test('an operation is read and tried, and the exchange is shown', async (t) => {
    const base = `${mock.url}/~tried`
    const page = await open(t, base, { at: '#/contract', expects: /40[01]/ })
    await page.getByRole('link', { name: 'ListEvents', exact: false }).first().click()
    await page.getByRole('heading', { name: 'Parameters' }).waitFor()
    await send(page)
    await page.locator('.try .detail .status.s2').waitFor()
    const met = await client(base).control('POST', 'journal/expect', {
      operation: 'ListEvents',
      query: { version: 'LIVE' },
      status: 200,
      exactly: 1,
    })
    assert.equal(met.met, true)
    await page.getByLabel('version', { exact: true }).fill('live')
    await send(page)
    await page.locator('.try .violation', { hasText: 'did you mean "LIVE"?' }).waitFor()
    await page.reload()
    await page.locator('.try .violation', { hasText: 'did you mean "LIVE"?' }).waitFor()
    assert.equal(await page.getByLabel('version', { exact: true }).inputValue(), 'live')
    await page.getByLabel('Credentials').selectOption('none')
    await send(page)
    await page.locator('.try .detail .status.s4', { hasText: '401' }).waitFor()
  })

  test('a body is tried as an example shows it, and as it is typed', async (t) => {
    const base = `${mock.url}/~logged`
    const page = await open(t, base, { at: '#/contract?api=inkeep&op=LogEvent', expects: /422/ })
    await page.getByLabel(/^Example/).selectOption({ label: 'Somebody searched, at a time with an offset of its own' })
    await send(page)
    await page.locator('.try .detail .status.s2').waitFor()
    const wanted = { operation: 'LogEvent', body: { searchQuery: 'how do I rotate an API key?' }, status: 200, exactly: 1 }
    assert.equal((await client(base).control('POST', 'journal/expect', wanted)).met, true)
    await page.getByLabel(/^Body/).fill('{"entityType":"search","type":1}')
    await send(page)
    await page.locator('.try .violation', { hasText: 'body.type' }).first().waitFor()
    assert.match(page.url(), /body=/)
    await page.getByLabel('Credentials').selectOption('none')
    await page.getByRole('button', { name: 'chatlayer', exact: true }).click()
    await page.getByRole('heading', { name: 'Parameters' }).waitFor()
    assert.doesNotMatch(page.url(), /body=|as=/)
    await page.getByLabel('Search').fill('newest')
    await eventually(
      () => page.url(),
      (url) => url.includes('q=newest'),
    )
    await page.getByRole('link', { name: 'Coverage' }).click()
    assert.equal(await page.getByLabel('Search').inputValue(), 'newest')
  })

  test("the mock's own endpoints are tried, and what changes it is asked for twice", async (t) => {
    const base = `${mock.url}/~own`
    const asked = client(base)
    await asked.control('POST', 'faults', { status: 503 })
    const page = await open(t, base, { at: '#/contract?api=control&op=ListFaults', expects: /40[04]/ })
    await send(page)
    const answer = page.getByRole('region', { name: 'The answer' })
    await answer.getByText('"f1"').waitFor()
    const turn = (op) => page.goto(`${base}/__understudy/console/#/contract?api=control&op=${op}`)
    await turn('TakeSnapshot')
    await send(page)
    assert.deepEqual((await asked.control('GET', 'snapshots')).snapshots, [])
    await page.getByRole('button', { name: 'Change the mock?' }).click()
    await answer.getByText('"signed-up"').waitFor()
    assert.equal((await asked.control('GET', 'snapshots')).snapshots[0].name, 'signed-up')
    await page.getByLabel(/^name/).fill('Not_a_name')
    await page.keyboard.press('Enter')
    await send(page)
    await page.getByRole('button', { name: 'Change the mock?' }).click()
    await answer.getByRole('heading', { name: 'Bad Request' }).waitFor()
    assert.equal((await asked.control('GET', 'snapshots')).snapshots.length, 1)
    await turn('GetMetrics')
    await send(page)
    await answer.locator('pre', { hasText: 'understudy_namespaces' }).waitFor()
    await accessible(page, 'an endpoint of its own')
  })

  test('requirements are narrowed, and lead to their operations', async (t) => {
    const page = await open(t, `${mock.url}/~known`, { at: '#/contract?view=requirements&api=chatlayer' })
    const { statements } = await client(mock.url).control('GET', 'fidelity?api=chatlayer')
    await page.getByText(`${statements.length} statements`, { exact: true }).waitFor()
    await page.getByRole('button', { name: /^chosen/ }).click()
    const chosen = statements.filter((s) => s.level === 'chosen')
    await page.getByText(`${chosen.length} of ${statements.length} statements`).waitFor()
    await page.getByLabel('Search').fill(chosen[0].id)
    await eventually(
      () => page.locator('.statements li').first().innerText(),
      (text) => text.includes(chosen[0].choice.slice(0, 20)),
    )
    await page.goto(`${mock.url}/~known/__understudy/console/#/contract?view=requirements&api=chatlayer&op=TrackEvent`)
    await page.locator('.statement-operations a', { hasText: 'TrackEvent' }).first().click()
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor()
  })

  test('what requests have used is on the map as they come', async (t) => {
    const base = `${mock.url}/~used`
    const page = await open(t, base, { at: '#/contract?view=coverage&api=chatlayer' })
    await page.getByText('0.0 %').waitFor()
    await client(base).list()
    await page.getByRole('button', { name: /ListEvents 1× 6\/20/ }).click()
    await page.locator('.coverage-open .good', { hasText: 'version=LIVE' }).waitFor()
    await page.getByRole('button', { name: 'only what is left' }).click()
    await eventually(() => page.locator('.coverage-open .good').count(), 0)
    await page.getByLabel('Search').fill('campaign_id')
    await eventually(() => page.locator('.coverage > li').count(), 2)
  })

  test('with a control token, rules and documents are read, too', async (t) => {
    const own = await startMock('--control-token', 's3cret')
    const page = await open(t, own.url, { at: '#/contract?view=rules&rule=body.type', expects: /401/ })
    t.after(() => own.stop())
    await page.getByLabel('Token', { exact: true }).fill('s3cret')
    await page.keyboard.press('Enter')
    await page.getByText('so that no filter finds it').waitFor()
    await page.getByRole('link', { name: 'Document' }).click()
    await page.locator('.source', { hasText: 'openapi: 3.0.3' }).waitFor()
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download' }).click()])
    assert.equal(saved.suggestedFilename(), 'chatlayer.yaml')
    await page.getByRole('link', { name: 'Operations' }).click()
    await page.getByRole('button', { name: 'inkeep' }).click()
    await page.getByRole('heading', { name: '/events', exact: false }).waitFor()
  })

  for (const [name, size] of Object.entries(sizes)) {
    test(`the contract is accessible on a ${name}`, async (t) => {
      const base = `${mock.url}/~contract-${name}`
      await client(base).list()
      const { id } = await client(base).list('version=live')
      const page = await open(t, base, {
        size,
        theme: name === 'laptop' ? 'dark' : 'light',
        at: `#/contract?op=ListEvents&api=chatlayer&id=${id}`,
      })
      await page.locator('.try .violation').first().waitFor()
      await accessible(page, 'operation')
      const turn = async (address, ready) => {
        await page.goto(`${base}/__understudy/console/#/contract?${address}`)
        await page.locator(ready).first().waitFor()
        await accessible(page, address)
      }
      await turn('api=chatlayer&view=coverage&op=ListEvents', '.coverage-open')
      if (name === 'large') return
      await page.emulateMedia({ colorScheme: name === 'laptop' ? 'light' : 'dark' })
      await turn('api=inkeep&view=requirements&q=INK-BASE', '.statements li')
      await turn('view=rules&rule=body.type&q=body.t', '.rules [open] .rule')
      await turn('api=chatlayer&view=source&line=100', '.source mark')
    })
  }
}
