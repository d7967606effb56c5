import type { Page } from '@playwright/test'
import { expect, test } from '@understudy-mock/understudy/playwright'

/** So many events, a minute apart, of which every tenth is a signup of somebody else. */
const events = (count: number, day: string) =>
  Array.from({ length: count }, (_, i) => ({
    id: `${day}-${i}`,
    event: i % 10 === 0 ? 'signup' : 'step_entered',
    bot_id: 'demobot1',
    version: 'LIVE',
    user_id: i % 10 === 0 ? 'noah' : 'mia',
    channel_type: 'web',
    attributes: { plan: i % 10 === 0 ? 'pro' : 'free' },
    timestamp: new Date(Date.parse(day) + i * 60_000).toISOString(),
  }))

/** Does in a page what config.js does. */
function configured({ url, token }: { url: string; token: string }) {
  window.dashboard = { user: 'mia', chatlayer: { url, token, bot: 'demobot1', usageBot: 'usage' }, inkeep: { url, key: 'demo-api-key' } }
}

const report = (page: Page) => page.getByRole('region', { name: 'Report' })
const rows = (page: Page) => report(page).locator('tbody tr')

test('shows what the last seven days had, page by page', async ({ page, mock }) => {
  await mock.importEvents('chatlayer', [...events(9, '2026-02-28'), ...events(130, '2026-03-01'), ...events(90, '2026-03-06')])
  await page.goto('/')
  await expect(report(page)).toContainText('100 events so far')
  await page.getByRole('button', { name: 'Load 100 more' }).click()
  await expect(report(page)).toContainText('200 events so far')
  await page.getByRole('button', { name: 'Load all' }).click()
  await expect(report(page).getByRole('heading')).toHaveText('220 events')
  await expect(rows(page)).toHaveCount(220)
  const days = await page.getByRole('list', { name: 'Events by day' }).getByRole('listitem').all()
  expect(await Promise.all(days.map((day) => day.getAttribute('aria-label')))).toEqual([
    '2026-03-01: 130',
    '2026-03-02: 0',
    '2026-03-03: 0',
    '2026-03-04: 0',
    '2026-03-05: 0',
    '2026-03-06: 90',
    '2026-03-07: 0',
  ])
})

test('shows whom and what was asked for', async ({ page, mock }) => {
  await mock.importEvents('chatlayer', events(20, '2026-03-06'))
  await page.goto('/')
  await expect(rows(page)).toHaveCount(20)
  await page.getByLabel('User').fill('noah')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(rows(page)).toHaveCount(2)
  await expect(rows(page).first()).toContainText('6 Mar 2026, 00:00:00signupnoahwebplan pro')
  await page.getByLabel('User').fill('')
  await page.getByLabel('Attribute').fill('plan')
  await page.getByLabel('is', { exact: true }).fill('free')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(rows(page)).toHaveCount(18)
  await page.getByLabel('To').fill('2026-03-05')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(report(page)).toContainText('No events in these days')
})

test('says that nothing happened', async ({ page }) => {
  await page.goto('/')
  await expect(report(page)).toContainText('No events in these days')
  const helpDesk = page.getByRole('region', { name: 'Help desk' })
  await expect(helpDesk).toContainText('0 conversations')
  await expect(helpDesk).toContainText('no feedback yet')
  await expect(helpDesk).toContainText('Nobody has searched')
})

test('tells each view once', async ({ page, mock }) => {
  await page.goto('/')
  await expect(report(page)).toContainText('No events')
  await mock.expect({
    operation: 'TrackEvent',
    path: '/v1/bots/demobot2/events/track',
    body: { event: 'report_viewed', user_id: 'analyst' },
    exactly: 1,
    within: '2s',
  })
})

test('tells which conversation was opened', async ({ page, mock }) => {
  await mock.reset({ scenario: 'quiet-week' })
  await page.goto('/')
  const helpDesk = page.getByRole('region', { name: 'Help desk' })
  await helpDesk.locator('summary').first().click()
  await expect(helpDesk.locator('details').first()).toContainText('assistant')
  await mock.expect({
    operation: 'LogEvent',
    body: { type: 'conversation_opened', entityType: 'conversation', userProperties: { userId: 'analyst' } },
    exactly: 1,
    within: '2s',
  })
})

test('asks for other credentials', async ({ page, mock }) => {
  await page.addInitScript(configured, { url: mock.url, token: 'demo-token-id:wrong' })
  await page.goto('/')
  await expect(report(page).getByRole('alert')).toContainText('does not accept our credentials')
})

test('says when to try again', async ({ page, mock }) => {
  await mock.fault({ match: { operation: 'ListEvents' }, when: { first: 1 }, status: 429, headers: { 'Retry-After': '30' } })
  await page.goto('/')
  await expect(report(page).getByRole('alert')).toContainText('Too many requests. Try again in 30 s.')
  await report(page).getByRole('button', { name: 'Try again' }).click()
  await expect(report(page)).toContainText('No events in these days')
})

test('tries again by itself', async ({ page, mock }) => {
  await mock.fault({ match: { operation: 'ListEvents' }, when: { first: 1 }, status: 503, headers: { 'Retry-After': '10' } })
  await page.goto('/')
  await expect(report(page).getByRole('status')).toHaveText('The API is busy. Trying again in 10 s …')
  await mock.clock.advance('10s') // for the page, too
  await expect(report(page)).toContainText('No events in these days')
})

test('says that the API cannot be reached', async ({ page, mock }) => {
  await mock.fault({ match: { operation: 'ListEvents' }, reset: true })
  await page.goto('/')
  await expect(report(page).getByRole('alert')).toContainText('cannot be reached')
})

test('may ask from another origin', async ({ browser, baseURL, mock }) => {
  const page = await browser.newPage({ baseURL }) // none of its requests is led elsewhere, and the browser asks whether it may send them
  await page.addInitScript(configured, { url: mock.url, token: 'demo-token-id:demo-token-secret' })
  await page.goto('/')
  await expect(report(page)).toContainText('No events in these days')
  await expect(page.getByRole('region', { name: 'Help desk' })).toContainText('0 conversations')
  await page.close()
})
