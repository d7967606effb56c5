import { request, test as plain } from '@playwright/test'
import { expect, test, understudyFixtures } from '@understudy-mock/understudy/playwright'
import { api, ask, basic, track } from './page.js'

test.beforeEach(async ({ mock }, info) => {
  // One server for all workers: the reader of the report compares them.
  info.annotations.push({ type: 'server', description: new URL(mock.url).origin })
})

for (const name of ['one', 'two', 'three', 'four']) {
  test(`world ${name} has what its own page has sent`, async ({ page, mock }) => {
    expect(await track(page, name)).toBe(200)
    await mock.expect({ operation: 'TrackEvent', exactly: 1 })
    expect(await mock.events('chatlayer', { tracked: true })).toMatchObject([{ event: name }])
  })
}

test('a page reaches its world by whatever way', async ({ page, mock, browser, context }) => {
  const { origin, port } = new URL(mock.url)
  for (const base of [api, 'http://api.analytics.test/v2', origin, `http://localhost:${port}`, mock.url]) {
    expect(await track(page, 'by-any-way', base)).toBe(200)
  }
  const second = await browser.newContext()
  await mock.attach(second)
  expect(await track(await second.newPage(), 'by-any-way')).toBe(200)
  await second.close()
  await mock.expect({ body: { event: 'by-any-way' }, exactly: 6 })

  const other = await mock.namespace(`${mock.name.slice(0, 50)}-other`)
  expect(await track(page, 'elsewhere', other.url)).toBe(200)
  expect(await other.journal({ event: 'elsewhere' })).toHaveLength(1)
  expect(await mock.journal({ event: 'elsewhere' })).toHaveLength(0)
  await other.delete()
  expect(context.pages()).toHaveLength(1)
})

test('routes of the test come first', async ({ page, mock }) => {
  await page.route(`${api}/**`, (route) => route.fulfill({ status: 418, headers: { 'Access-Control-Allow-Origin': '*' } }))
  expect(await ask(page, `${api}/v1/echo`)).toBe(418)
  expect(await mock.journal()).toEqual([])
})

test('a cut connection is one for the page', async ({ page, mock }) => {
  await mock.fault({ reset: true })
  await expect(track(page, 'cut')).rejects.toThrow('Failed to fetch')
})

test('the page has the time of the mock', async ({ page, mock }) => {
  await mock.clock.freeze('2026-01-15T10:00:00Z')
  await page.evaluate(() => {
    const fired: string[] = []
    Object.assign(globalThis, { fired })
    setTimeout(() => fired.push(new Date().toISOString()), 3_600_000)
  })
  expect(await page.evaluate(() => Date.now())).toBe(Date.parse('2026-01-15T10:00:00Z'))
  await mock.clock.advance('59m')
  expect(await page.evaluate(() => Reflect.get(globalThis, 'fired') as string[])).toEqual([])
  await mock.clock.advance(120_000)
  expect(await page.evaluate(() => Reflect.get(globalThis, 'fired') as string[])).toEqual(['2026-01-15T11:01:00.000Z'])
  expect((await mock.clock.get()).now).toBe('2026-01-15T11:01:00Z')
  await mock.clock.real()
  expect(Math.abs((await page.evaluate(() => Date.now())) - Date.now())).toBeLessThan(60_000)
})

test.describe('with a time of the world', () => {
  test.use({ understudyWorld: { now: '2026-03-01T00:00:00Z' } })

  test('the page has it from the start', async ({ page }) => {
    expect(await page.evaluate(() => new Date().toISOString())).toBe('2026-03-01T00:00:00.000Z')
  })

  test.describe('and not in step', () => {
    test.use({ understudyClock: false })

    test('the page has the time of the machine', async ({ page }) => {
      expect(await page.evaluate(() => Date.now())).toBeGreaterThan(Date.parse('2026-04-01'))
    })
  })
})

test.describe('a world for the worker', () => {
  test.describe.configure({ mode: 'serial' })
  test.use({ understudyScope: 'worker', understudyWorld: { scenario: 'empty' } })

  test('is written to', async ({ page, mock }) => {
    expect(await track(page, 'shared')).toBe(200)
    mock.allowViolation('query.enum')
    expect(await ask(page, `${api}/v1/bots/demobot1/events/stream?version=live&start_time=2020-01-01&end_time=2100-01-01`)).toBe(400)
  })

  test('is the same in the next test, which answers for itself', async ({ mock }) => {
    expect(await mock.events('chatlayer')).toMatchObject([{ event: 'shared' }])
  })
})

test('a page that goes on asking when its test has ended troubles nobody', async ({ page }) => {
  await page.evaluate(
    ([api, headers]) => void setInterval(() => fetch(`${api}/v1/echo`, { method: 'POST', headers, body: '{"message":"on and on"}' }), 1),
    [api, basic] as const,
  )
  await page.waitForRequest(`${api}/v1/echo`)
})

const extended = plain.extend(understudyFixtures)

extended('a test of the user can have the fixtures', async ({ mock }) => {
  const asker = await request.newContext({ extraHTTPHeaders: basic })
  expect((await asker.post(`${mock.url}/v1/echo`, { data: { message: 'hello' } })).status()).toBe(200)
  await asker.dispose()
  await mock.expect({ operation: 'Echo', exactly: 1 })
})
