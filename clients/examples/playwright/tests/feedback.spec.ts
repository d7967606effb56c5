import { expect, test } from '@understudy-mock/understudy/playwright'

test('shows what was said lately', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('listitem')).toHaveCount(5)
})

test.describe('without data', () => {
  test.use({ understudyWorld: { scenario: 'empty' } })

  test('says that the list is empty', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByRole('status')).toHaveText('Nobody has said anything yet')
  })
})

test('tries again after a 503', async ({ page, mock }) => {
  const outage = await mock.fault({ match: { operation: 'ListEvents' }, when: { first: 1 }, status: 503 })
  await page.goto('/')
  await expect(page.getByRole('listitem')).toHaveCount(5)
  expect(await outage.counts()).toEqual({ seen: 2, hit: 1 })
})

test('waits as long as a 429 says', async ({ page, mock }) => {
  await mock.fault({ match: { operation: 'ListEvents' }, when: { first: 1 }, status: 429, headers: { 'Retry-After': '1' } })
  await page.goto('/')
  await expect(page.getByRole('listitem')).toHaveCount(5)
  const [refused, served] = await mock.journal({ operation: 'ListEvents' })
  expect(Date.parse(served!.at) - Date.parse(refused!.at)).toBeGreaterThanOrEqual(1000)
})

test('says that it loads while the answer is slow', async ({ page, mock }) => {
  const slow = await mock.fault({ match: { operation: 'ListEvents' }, delay: '1m' })
  await page.goto('/')
  await expect(page.getByRole('status')).toHaveText('Loading …')
  await slow.remove()
})

test('says so when the API is away', async ({ page, mock }) => {
  await mock.fault({ match: { operation: 'ListEvents' }, reset: true })
  await page.goto('/')
  await expect(page.getByRole('status')).toHaveText('The API cannot be reached')
})

test('tracks a signup exactly once', async ({ page, mock }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await mock.expect({ operation: 'TrackEvent', body: { event: 'signup', attributes: { plan: 'pro' } }, exactly: 1, within: '5s' })
  await mock.expect({ operation: 'LogEvent', body: { searchQuery: 'first steps' }, exactly: 1, within: '5s' })
})

test.describe('at a given time', () => {
  test.use({ understudyWorld: { now: '2026-01-15T10:00:00Z', scenario: 'quiet-week' } })

  test('page and data have the same time', async ({ page, mock }) => {
    await page.goto('/')
    await expect(page.getByText('Until 2026-01-15')).toBeVisible()
    await expect(page.getByRole('listitem').first()).toContainText('2026-01-')

    await mock.clock.advance('30h') // the page loads anew every hour
    await expect(page.getByText('Until 2026-01-16')).toBeVisible()
  })
})

test('shows the trouble with an old report', async ({ page, mock }) => {
  mock.allowViolation('query.enum')
  await page.goto('/')
  await page.getByRole('button', { name: 'Old report' }).click()
  await expect(page.getByRole('status')).toHaveText('No feedback now (400)')
})

test('every test has a world of its own', async ({ mock }) => {
  expect(await mock.events('chatlayer', { tracked: true })).toEqual([])
  expect(await mock.journal()).toEqual([])
})
