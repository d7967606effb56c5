import { useMock } from '@understudy-mock/understudy/vitest'
import { describe, expect, test } from 'vitest'
import { trackEvent, type NewEvent } from '../src/api/chatlayer'
import { trackView } from '../src/usage'
import { apisOf, day, ids, walk } from './world'

const mock = useMock({ scenario: 'empty', now: '2026-03-02T12:00:00Z' })
const listed = (query: object = {}) => walk(apisOf(mock).chatlayer, { ...day, ...query })

const view: NewEvent = {
  id: 'view-1',
  event: 'report_viewed',
  version: 'LIVE',
  user_id: 'mia',
  attributes: { report: 'conversations', title: 'Ünïcode 🎉 "quoted" \\ \n', empty: '' },
}

describe('a tracked event', () => {
  test('is listed as it was sent, at the time at which it came', async () => {
    const id = await trackEvent(apisOf(mock).chatlayer, 'demobot1', view)
    expect(id).toBe('view-1')
    expect(await listed()).toMatchObject([{ ...view, bot_id: 'demobot1', timestamp: '2026-03-02T12:00:00.000Z' }])
  })

  test('keeps a time of its own, to the millisecond', async () => {
    await trackEvent(apisOf(mock).chatlayer, 'demobot1', { ...view, timestamp: '2026-03-02T08:30:00.123+02:00' })
    const [event] = await listed()
    expect(new Date(event!.timestamp).toISOString()).toBe('2026-03-02T06:30:00.123Z')
  })

  test('is listed by each of its properties', async () => {
    const { chatlayer } = apisOf(mock)
    await trackEvent(chatlayer, 'demobot1', view)
    await trackEvent(chatlayer, 'demobot1', { ...view, id: 'view-2', event: 'report_closed', user_id: 'noah', attributes: { report: 'usage' } })
    expect(ids(await listed({ event: 'report_viewed' }))).toEqual(['view-1'])
    expect(ids(await listed({ user: 'noah' }))).toEqual(['view-2'])
    expect(ids(await listed({ attribute: { key: 'report', value: 'usage' } }))).toEqual(['view-2'])
  })

  test('is not in the lists of drafts and other bots', async () => {
    await trackEvent(apisOf(mock).chatlayer, 'demobot1', view)
    expect(await listed({ version: 'DRAFT' })).toEqual([])
    expect(await listed({ bot: 'demobot2' })).toEqual([])
  })

  test('that is sent twice is one event', async () => {
    const { chatlayer } = apisOf(mock)
    await trackEvent(chatlayer, 'demobot1', view)
    expect(await trackEvent(chatlayer, 'demobot1', view)).toBe('view-1')
    expect(ids(await listed())).toEqual(['view-1'])
  })

  test('is one of many at the same time', async () => {
    const { chatlayer, waits } = apisOf(mock)
    const all = Array.from({ length: 12 }, (_, i) => ({ ...view, id: `view-${i}`, user_id: `user-${i}`, attributes: { n: String(i) } }))
    await trackEvent(chatlayer, 'demobot1', all[0]!)
    const tracking = Promise.all(all.map((event) => trackEvent(chatlayer, 'demobot1', event)))
    const meanwhile = await Promise.all([listed(), listed(), listed()])
    for (const { id } of meanwhile.flat()) expect(id).toMatch(/^view-/)
    expect(await tracking).toEqual(all.map(({ id }) => id))
    expect(waits).toEqual([])
    const events = await listed()
    expect(ids(events)).toEqual(ids(all))
    for (const { id, user_id, attributes } of all) expect(events.find((event) => event.id === id)).toMatchObject({ user_id, attributes })
  })

  test('of a stranger is refused, and not kept', async () => {
    const { chatlayer } = apisOf(mock, { token: 'demo-token-id:wrong', key: '' })
    await expect(trackEvent(chatlayer, 'demobot1', view)).rejects.toMatchObject({ failure: 'credentials' })
    expect(await listed()).toEqual([])
  })
})

describe('a view', () => {
  test('is tracked once, though the first attempts fail', async () => {
    await mock.fault({ match: { operation: 'TrackEvent' }, when: { first: 2 }, status: 503 })
    const { chatlayer, waits } = apisOf(mock)
    await trackView(chatlayer, 'demobot1', 'mia', 'conversations')
    expect(waits).toEqual([0.5, 1])
    expect(await listed()).toMatchObject([{ event: 'report_viewed', user_id: 'mia', attributes: { report: 'conversations' } }])
  })

  test('is tracked once, though the answer to the first attempt is lost', async () => {
    await mock.fault({ match: { operation: 'TrackEvent' }, when: { first: 1 }, reset: true, after_bytes: 0 })
    await trackView(apisOf(mock).chatlayer, 'demobot1', 'mia', 'conversations')
    expect(await listed()).toHaveLength(1)
    await mock.expect({ operation: 'TrackEvent', body: { event: 'report_viewed' }, exactly: 2 })
  })

  test('that cannot be tracked is nobody’s problem', async () => {
    await mock.fault({ match: { operation: 'TrackEvent' }, status: 500 })
    await trackView(apisOf(mock).chatlayer, 'demobot1', 'mia', 'conversations')
    expect(await listed()).toEqual([])
  })
})
