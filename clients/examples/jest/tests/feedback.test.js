const { useMock } = require('@understudy-mock/understudy/jest')
const { feedback, signup } = require('../src/feedback')

const mock = useMock({ now: '2026-01-15T10:00:00Z', scenario: 'quiet-week' })
const week = { from: '2026-01-08T10:00:00Z', to: '2026-01-15T10:00:00Z' }

test('reads every page', async () => {
  const all = await feedback(mock.url, week)
  expect(await feedback(mock.url, { ...week, pageSize: 3 })).toEqual(all)
  expect(all.length).toBeGreaterThan(3)
})

test('survives a page that fails once', async () => {
  const outage = await mock.fault({ match: { operation: 'ListEvents', page: 'later' }, when: { first: 1 }, status: 503 })
  await feedback(mock.url, { ...week, pageSize: 3 })
  expect((await outage.counts()).hit).toBe(1)
})

test('says what the API says when it goes on failing', async () => {
  await mock.fault({ status: 503 })
  await expect(feedback(mock.url, week)).rejects.toThrow('503')
})

test('tracks a signup exactly once', async () => {
  await signup(mock.url, 'mia', 'pro')
  await mock.expect({ operation: 'TrackEvent', body: { event: 'signup', attributes: { plan: 'pro' } }, exactly: 1 })
})

test('begins with data of its own', async () => {
  const feedbackOf = { bot_id: 'demobot1', version: 'LIVE', event: 'feedback_given' }
  await mock.importEvents('chatlayer', [
    { ...feedbackOf, id: 'f-1', attributes: { score: '1' }, timestamp: '2026-01-10T08:00:00Z' },
  ])
  expect((await feedback(mock.url, week)).map(({ id }) => id)).toContain('f-1')
})
