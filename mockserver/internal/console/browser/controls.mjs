import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, client, eventually, fits, live, open, sizes, startMock } from './kit.mjs'

const section = (page, title) => page.locator('section', { has: page.getByRole('heading', { name: title, exact: true }) })

export function controls(mock) {
  test('a namespace is made with options, gone to, and forgotten', async (t) => {
    const page = await open(t, `${mock.url}/~maker`, { at: '#/controls', expects: /400/ })
    await page.getByRole('button', { name: 'New', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name', { exact: true }).fill('Made')
    assert.equal(await dialog.getByRole('button', { name: 'Make it' }).isDisabled(), true)
    await dialog.getByLabel('Name', { exact: true }).fill('made')
    await dialog.getByLabel('Scenario').selectOption('edges')
    await dialog.getByLabel('Seed').fill('7')
    await dialog.getByLabel('Variants').fill('page.short-pages')
    await dialog.getByLabel('Variants').press('Enter')
    await dialog.getByRole('button', { name: 'Without page.short-pages' }).waitFor()
    await dialog.getByLabel('Misbehaviour').fill('list.end-inclusiv')
    await dialog.getByRole('button', { name: 'Make it' }).click()
    await dialog.getByRole('alert').getByText('did you mean "list.end-inclusive"?').waitFor()
    await dialog.getByLabel('Misbehaviour').fill('')
    await dialog.getByRole('button', { name: 'Make it' }).click()
    await eventually(() => new URL(page.url()).pathname, '/~made/__understudy/console/')
    await section(page, 'Data of made').locator('dd', { hasText: 'edges' }).waitFor()
    const made = (await client(mock.url).control('GET', 'namespaces/made')).options
    assert.deepEqual([made.scenario, made.seed, made.events, made.variants], ['edges', 7, 200, ['page.short-pages']])
    const row = page.locator('.namespaces li', { hasText: 'maker' })
    await row.getByRole('button', { name: 'Go there' }).click()
    await eventually(() => new URL(page.url()).pathname, '/~maker/__understudy/console/')
    await page.locator('.namespaces li', { hasText: 'page.short-pages' }).getByRole('button', { name: 'Forget' }).click()
    await page.getByRole('button', { name: 'Forget all of it?' }).click()
    await page.getByText('The namespace made is forgotten.').waitFor()
    const { namespaces } = await client(mock.url).control('GET', 'namespaces')
    assert.ok(!namespaces.some((n) => n.name === 'made'))
  })

  test('a namespace that is forgotten meanwhile is not made again by looking', async (t) => {
    const page = await open(t, `${mock.url}/~passing`, { at: '#/controls', expects: /404/ })
    await section(page, 'Data of passing').getByText('busy-month').waitFor()
    await live(page)
    await client(mock.url).control('DELETE', 'namespaces/passing')
    await page.getByText('The namespace passing was forgotten').waitFor()
    const { namespaces } = await client(mock.url).control('GET', 'namespaces')
    assert.ok(!namespaces.some((n) => n.name === 'passing'))
    await page.getByRole('button', { name: 'Make it anew' }).click()
    await page.locator('.namespaces li[aria-current]', { hasText: 'passing' }).waitFor()
  })

  test('what is done in a namespace that was forgotten is done when the person is sure', async (t) => {
    const base = `${mock.url}/~leaving`
    const there = async () => (await client(mock.url).control('GET', 'namespaces')).namespaces.some((n) => n.name === 'leaving')
    const page = await open(t, base, { at: '#/controls', expects: /404|ERR_FAILED/ })
    await section(page, 'Faults').getByText('None. A fault has').waitFor()
    await client(mock.url).control('DELETE', 'namespaces/leaving')
    await page.getByRole('button', { name: 'Make it anew' }).waitFor()
    await eventually(() => section(page, 'Faults').count(), 0)
    assert.equal(await there(), false)
    await page.keyboard.press('f')
    const dialog = page.getByRole('dialog', { name: 'leaving was forgotten' })
    const add = page.getByRole('button', { name: 'Add the fault' })
    await add.click()
    await dialog.getByRole('button', { name: 'Leave it' }).click()
    await page.getByText('The namespace leaving is not there any more: nothing was done.').first().waitFor()
    assert.equal(await there(), false)
    await add.click()
    await dialog.getByRole('button', { name: 'Make it anew and go on' }).click()
    await section(page, 'Faults').getByText('f1 status 503').waitFor()
    assert.equal(await there(), true)
  })

  test('a mock that is not there has nothing, and the next one what it has', async (t) => {
    const first = await startMock()
    t.after(() => first.stop('SIGKILL'))
    await client(first.url).control('PUT', 'snapshots/old')
    const page = await open(t, first.url, { expects: /ERR_|404/ })
    await page.getByRole('link', { name: 'Controls' }).click()
    await section(page, 'Snapshots').getByText('old', { exact: true }).waitFor()
    await first.stop()
    await page.getByRole('alert').getByText('The mock does not answer.').waitFor()
    for (const title of ['Clock', 'Snapshots', 'Faults'])
      await section(page, title).getByText('Not known: the mock does not answer.').waitFor()
    const second = await startMock('--addr', new URL(first.url).host)
    t.after(() => second.stop())
    await client(second.url).control('PUT', 'snapshots/new')
    await section(page, 'Snapshots').getByText('new', { exact: true }).waitFor()
    await section(page, 'Faults').getByText('None. A fault has').waitFor()
  })

  test('the clock is frozen, moved, sped up and let go', async (t) => {
    const base = `${mock.url}/~clock`
    const told = () => client(base).control('GET', 'clock')
    const page = await open(t, base, { at: '#/controls', expects: /400/ })
    const clock = section(page, 'Clock')
    await clock.getByText('the time of this machine').waitFor()
    await clock.getByLabel('Go to').fill('not a time')
    await clock.getByRole('button', { name: 'Travel' }).click()
    await page.locator('.note.bad', { hasText: 'now' }).waitFor()
    await clock.getByLabel('Go to').fill('2026-02-01T00:00:00Z')
    await clock.getByLabel('Go to').press('Enter')
    await clock.getByText('2026-02-01 00:00:00').waitFor()
    await clock.getByRole('button', { name: '+1 day' }).click()
    await clock.getByText('2026-02-02 00:00:00').waitFor()
    assert.deepEqual(await told(), { now: '2026-02-02T00:00:00Z', mode: 'frozen', speed: 0 })
    await clock.getByLabel('Speed').selectOption('3600')
    await clock.getByText('runs 3,600 times as fast').waitFor()
    assert.equal((await told()).speed, 3600)
    await clock.getByLabel('Go to').fill('36h')
    await clock.getByRole('button', { name: 'Advance' }).click()
    await eventually(
      async () => (await told()).now,
      (now) => now >= '2026-02-03T12',
    )
    await clock.getByRole('button', { name: 'Freeze' }).click()
    await clock.getByText('stands still').waitFor()
    assert.equal((await told()).mode, 'frozen')
    await clock.getByRole('button', { name: 'Real time' }).click()
    await clock.getByText('the time of this machine').waitFor()
    await clock.getByRole('button', { name: '+1 week' }).click() // which takes the clock over
    await clock.getByText('running').waitFor()
    assert.equal((await told()).mode, 'running')
  })

  test('a fault is added, counted as it hits, switched off and on, and removed', async (t) => {
    const base = `${mock.url}/~faults`
    const asked = client(base)
    const page = await open(t, base, { at: '#/controls?do=fault', expects: /400/ })
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Operation').selectOption('TrackEvent')
    await dialog.getByLabel('Another answer').check()
    await dialog.getByLabel('Status').fill('99')
    await dialog.getByRole('button', { name: 'Add the fault' }).click()
    await dialog.getByRole('alert').getByText('status').waitFor()
    await dialog.getByLabel('Status').fill('429')
    await dialog.getByText('Which of them').click()
    await dialog.getByLabel('Let pass first').fill('1')
    await dialog.getByLabel('How many times').fill('2')
    await dialog.getByRole('button', { name: 'Add the fault' }).click()
    const line = section(page, 'Faults').getByRole('listitem')
    await line.getByText('f1 status 429').waitFor()
    assert.deepEqual([(await asked.track({ event: 'a' })).status, (await asked.track({ event: 'b' })).status], [200, 429])
    await line.getByText('hit 1 of 2').waitFor()
    await line.getByRole('switch', { name: 'Fault f1' }).click()
    await line.getByText('off', { exact: true }).waitFor()
    assert.equal((await asked.track({ event: 'c' })).status, 200)
    await line.getByRole('switch').click()
    await line.getByText('f2 status 429').waitFor()
    assert.deepEqual((await asked.control('GET', 'faults')).faults[0].when, { skip: 1, first: 2 })
    for (const event of ['d', 'e', 'f']) await asked.track({ event })
    await line.getByText('used up: 2 of 2').waitFor()
    await line.getByRole('switch', { name: 'Fault f2', checked: false }).click()
    await line.getByText('f3 status 429').waitFor()
    await eventually(async () => (await asked.control('GET', 'faults')).faults.map((f) => f.id).join(), 'f3')
    await line.getByRole('button', { name: 'Remove f3' }).click()
    await eventually(async () => (await asked.control('GET', 'faults')).faults.length, 0)
    await page.getByText('None. A fault has').waitFor()
    for (const status of [500, 503]) await asked.control('POST', 'faults', { status })
    await page.getByRole('button', { name: 'Remove all' }).click()
    await page.getByRole('button', { name: 'Remove all?' }).click()
    await page.getByText('There is no fault any more.').waitFor()
    assert.equal((await asked.control('GET', 'faults')).faults.length, 0)
  })

  test('a misbehaviour is found, switched on with what that loses, and off', async (t) => {
    const base = `${mock.url}/~mistaken`
    const asked = client(base)
    const options = async () => (await client(mock.url).control('GET', 'namespaces/mistaken')).options
    for (const event of ['a', 'b']) await asked.track({ event })
    await asked.control('POST', 'faults', { match: { operation: 'Echo' }, status: 503 })
    const page = await open(t, base, { at: '#/controls' })
    await page.getByText(/^\d+ mistakes/).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('end_time exactly')
    await eventually(
      () => page.url(),
      (url) => url.includes('q=end_time+exactly'),
    )
    await page.getByRole('button', { name: 'Switch on list.end-inclusive' }).click()
    const dialog = page.getByRole('dialog', { name: 'Switch on list.end-inclusive in mistaken' })
    await dialog.getByText('2 written events, 2 requests of the traffic, 1 fault').waitFor()
    await dialog.getByRole('button', { name: 'Reset mistaken' }).click()
    await page.getByText('list.end-inclusive is on; mistaken is back at the start.').waitFor()
    await page.getByRole('list', { name: 'Switched on' }).getByText('list.end-inclusive').waitFor()
    await eventually(
      () => page.evaluate(() => document.activeElement?.closest('.behaviours li')?.innerText ?? ''),
      (text) => text.includes('list.end-inclusive'),
    )
    assert.equal((await options()).misbehave, 'list.end-inclusive')
    assert.deepEqual((await asked.control('GET', 'faults')).faults, [])
    await page.getByRole('button', { name: /^Variants/ }).click()
    await page.getByRole('searchbox').fill('half as many')
    await page.getByRole('button', { name: 'Switch on page.short-pages' }).click()
    const second = page.getByRole('dialog', { name: 'Switch on page.short-pages in mistaken' })
    await second.getByText('Nothing is lost').waitFor()
    await second.getByRole('button', { name: 'Reset mistaken' }).click()
    await eventually(async () => JSON.stringify((await options()).variants), '["page.short-pages"]')
    assert.equal((await options()).misbehave, 'list.end-inclusive', 'it keeps what it had')
    await page.getByRole('link', { name: 'Overview' }).click()
    await page
      .getByRole('listitem')
      .filter({ hasText: 'a mistake on purpose: list.end-inclusive' })
      .getByRole('button', { name: 'Switch off…' })
      .click()
    await page
      .getByRole('dialog', { name: 'Switch off list.end-inclusive in mistaken' })
      .getByRole('button', { name: 'Reset mistaken' })
      .click()
    await eventually(async () => (await options()).misbehave, '')
  })

  test('a snapshot is taken, compared, gone back to, and forgotten', async (t) => {
    const base = `${mock.url}/~snapshots`
    const asked = client(base)
    const evil = '<img src=x onerror="document.title=`pwned`">'
    const page = await open(t, base, { at: '#/controls' })
    const snapshots = section(page, 'Snapshots')
    await snapshots.getByLabel('Name').fill('Signed up')
    await snapshots.getByText('1 to 63 lower-case letters').waitFor()
    assert.equal(await snapshots.getByRole('button', { name: 'Take' }).isDisabled(), true)
    await snapshots.getByLabel('Name').fill('signed-up')
    await snapshots.getByRole('button', { name: 'Take' }).click()
    await page.getByText('Remembered as signed-up').waitFor()
    await page.getByRole('button', { name: 'New', exact: true }).click()
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('snapshots')
    await page
      .getByRole('dialog')
      .getByText(/Lost: .*1 snapshot/)
      .waitFor()
    await page.keyboard.press('Escape')
    await asked.control('POST', 'faults', { match: { operation: 'Echo' }, when: { first: 1 }, status: 503 })
    const inkeep = (method, path, body) =>
      asked.ask(method, path, body, { Authorization: 'Bearer demo-api-key', 'Content-Type': 'application/json' })
    const talk = { type: 'openai', id: 'talk', messages: [{ role: 'user', content: 'hi' }] }
    await asked.track({ event: evil, attributes: { [evil]: evil } })
    assert.equal((await inkeep('POST', '/conversations', talk)).status, 200)
    await snapshots.getByRole('button', { name: 'Compare or go back…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('inkeep conversations: 1 added').waitFor()
    assert.match(await dialog.getByRole('list', { name: 'chatlayer events' }).innerText(), /added <img src=x.*demobot1 LIVE/)
    await dialog.getByText('undoes all of this').waitFor()
    await dialog.getByRole('button', { name: 'Go back to it' }).click()
    await page.getByText('All is as it was at signed-up').waitFor()
    const { kinds } = await asked.control('GET', 'snapshots/signed-up/changes')
    assert.deepEqual(
      kinds.filter((k) => k.added + k.changed + k.removed > 0),
      [],
    )
    await section(page, 'Faults').getByText('None. A fault has').waitFor()
    await snapshots.getByRole('button', { name: 'Compare or go back…' }).click()
    await dialog.getByText('Nothing that clients write has changed since.').waitFor()
    await page.keyboard.press('Escape')
    await snapshots.getByRole('button', { name: 'Forget' }).click()
    await snapshots.getByRole('button', { name: 'Forget it?' }).click()
    await page.getByText('Forgot signed-up.').waitFor()
    assert.deepEqual((await asked.control('GET', 'snapshots')).snapshots, [])
  })

  test('the controls are accessible at any size, light and dark', async (t) => {
    const base = `${mock.url}/~axe-controls`
    const asked = client(base)
    await asked.control('PUT', 'namespaces/axe-controls', { misbehave: 'list.end-inclusive', variants: ['page.short-pages'], auth: 'any' })
    await asked.control('POST', 'faults', { match: { operation: 'TrackEvent' }, delay: '1ms', status: 503 })
    await asked.control('PUT', 'snapshots/one')
    const page = await open(t, base, { size: sizes.phone, at: '#/controls' })
    const looks = [
      ['phone', 'light', 'reset', accessible, fits],
      ['laptop', 'dark', 'fault', fits, accessible],
      ['large', 'light', 'diff&at=one', fits, fits],
    ]
    for (const [size, colorScheme, dialog, look, lookIn] of looks) {
      await page.setViewportSize({ width: sizes[size][0], height: sizes[size][1] })
      await page.emulateMedia({ colorScheme })
      await page.locator('.behaviours li').first().waitFor()
      await look(page, `controls on a ${size}`)
      await page.evaluate((to) => (location.hash = to), `#/controls?do=${dialog}`)
      await page.getByRole('dialog').waitFor()
      await lookIn(page, `${dialog} on a ${size}`)
      await page.keyboard.press('Escape')
      await eventually(() => page.getByRole('dialog').count(), 0)
    }
  })
}
