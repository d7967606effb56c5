import { ExpectationError, Mock, UnderstudyError } from '@understudy-mock/understudy/client'
import { test } from '@understudy-mock/understudy/vitest'
import { describe, expect, inject } from 'vitest'

const basic = { Authorization: `Basic ${btoa('demo-token-id:demo-token-secret')}`, 'Content-Type': 'application/json' }

function track(mock, event, attributes = {}) {
  const body = JSON.stringify({ event, user_id: 'mia', attributes })
  return fetch(`${mock.url}/v1/bots/demobot1/events/track`, { method: 'POST', headers: basic, body })
}

function list(mock, query = {}) {
  const all = { version: 'LIVE', start_time: '2020-01-01', end_time: '2100-01-01', ...query }
  return fetch(`${mock.url}/v1/bots/demobot1/events/stream?${new URLSearchParams(all)}`, { headers: basic })
}

describe.concurrent('the client', () => {
  test('a world is apart from others', async ({ mock, expect }) => {
    await track(mock, 'signup')
    expect(mock.url).toBe(`${inject('understudyUrl')}/~${mock.name}`)
    const other = await mock.namespace('another-one', { scenario: 'empty' })
    expect(await other.events('chatlayer')).toEqual([])
    expect(await mock.events('chatlayer', { tracked: true })).toMatchObject([{ event: 'signup', user_id: 'mia' }])
    await other.delete()
    await mock.reset({ scenario: 'empty' })
    expect(await mock.events('chatlayer')).toEqual([])
  })

  test('what is not expected shows the nearest request', async ({ mock, expect }) => {
    await track(mock, 'signup', { plan: 'free' })
    const [found] = await mock.expect({ body: { event: 'signup' }, exactly: 1, within: 1000, quiet: 10 })
    expect(found).toMatchObject({ operation: 'TrackEvent', status: 200 })
    expect(await mock.exchange(found.id)).toEqual(found)
    const wrong = mock.expect({ operation: 'TrackEvent', body: { event: 'signup', attributes: { plan: 'pro' } } })
    await expect(wrong).rejects.toThrow(ExpectationError)
    await expect(wrong).rejects.toThrow(/nearest: 200 POST .*"plan":"free".*\n {2}\/body\/attributes\/plan: expected "pro", got "free"/)
    await expect(mock.expect({ operation: 'TrackEvnt' })).rejects.toThrow(/did you mean/)
  })

  test('faults take durations as numbers and bodies as values', async ({ mock, expect }) => {
    const fault = await mock.fault({ match: { operation: 'ListEvents' }, when: { first: 1, for: 60_000 }, delay: 1, status: 418, body: { a: 1 } })
    expect(await (await list(mock)).json()).toEqual({ a: 1 })
    expect((await list(mock)).status).toBe(200)
    expect(await fault.counts()).toEqual({ seen: 2, hit: 1 })
    expect(await mock.faults()).toMatchObject([{ id: fault.id, delay: '1ms' }])
    await fault.remove()
    await mock.fault({ delay: { p50: 1, p99: '2ms' }, drip: 1 })
    await mock.clearFaults()
    expect(await mock.faults()).toEqual([])
  })

  test('its time stands still, moves on and runs', async ({ mock, expect }) => {
    expect(await mock.clock.freeze(new Date('2026-01-15T10:00:00Z'))).toMatchObject({ mode: 'frozen' })
    expect(Date.parse((await mock.clock.advance(1500)).now)).toBe(Date.parse('2026-01-15T10:00:01.5Z'))
    expect((await mock.clock.advance('24h')).now).toContain('2026-01-16')
    expect(await mock.clock.run({ now: '2026-02-01T00:00:00Z', speed: 60 })).toMatchObject({ mode: 'running', speed: 60 })
    expect((await mock.clock.freeze()).now).toContain('2026-02-01')
    expect((await mock.clock.real()).mode).toBe('real')
    expect((await mock.clock.get()).mode).toBe('real')
  })

  test('snapshots go back, and tell what came since', async ({ mock, expect }) => {
    await track(mock, 'before')
    const before = await mock.snapshot('before')
    await track(mock, 'after')
    expect(await before.diff()).toMatchObject([{ event: 'after' }])
    const { kinds } = await before.changes({ api: 'chatlayer', limit: 5 })
    expect(kinds[0]).toMatchObject({ kind: 'event', added: 1, changes: [{ change: 'added', name: 'after' }] })
    await before.restore()
    expect(await mock.events('chatlayer', { tracked: true })).toMatchObject([{ event: 'before' }])
    await before.forget()
    await expect(before.restore()).rejects.toThrow(UnderstudyError)
  })

  test('events are read in', async ({ mock, expect }) => {
    const event = { bot_id: 'demobot1', version: 'LIVE', id: 'e-1', event: 'sale', timestamp: '2026-01-10T08:00:00Z' }
    expect(await mock.importEvents('chatlayer', [event])).toEqual({ imported: 1, ignored: 0 })
    expect(await mock.importEvents('chatlayer', JSON.stringify(event))).toEqual({ imported: 0, ignored: 1 })
    await expect(mock.importEvents('chatlayer', [{}])).rejects.toThrow(/line 1/)
  })

  test('the journal is a stream, too', async ({ mock, expect }) => {
    const [first] = [await track(mock, 'one'), await track(mock, 'two')].map((answer) => answer.headers.get('Understudy-Request-Id'))
    const seen = []
    for await (const { request } of mock.stream({ since: first, operation: 'TrackEvent' })) {
      seen.push(request.body.event)
      if (seen.length === 1) void track(mock, 'three')
      else break
    }
    expect(seen).toEqual(['two', 'three'])
    const aborted = AbortSignal.timeout(50)
    for await (const one of mock.stream({ signal: aborted })) expect(one).toBeUndefined()
    expect(await mock.journal({ event: 'three' })).toHaveLength(1)
    await mock.clearJournal()
    expect(await mock.journal()).toEqual([])
  })

  test('an empty list is explained', async ({ mock, expect }) => {
    await track(mock, 'sale')
    const answer = await list(mock, { event: 'Sale' })
    const { returned, hints } = await mock.explain(answer.headers.get('Understudy-Request-Id'))
    expect([returned, hints[0]]).toEqual([0, expect.stringContaining('"sale"')])
  })

  test('violations, coverage and the tracking plan', async ({ mock, expect }) => {
    mock.allowViolation('query.enum')
    mock.allowViolation('plan.event-unknown')
    await list(mock, { version: 'live', convesation_id: 'c' })
    expect(await mock.violations()).toMatchObject([{ rule: 'query.enum' }])
    expect((await mock.violations({ all: true })).map(({ rule }) => rule).sort()).toEqual(['query.enum', 'query.undeclared'])
    await mock.plan({ events: { signup: {} }, other_events: 'violation' })
    expect(await mock.plan()).toMatchObject({ events: { signup: {} } })
    await track(mock, 'sigup')
    expect((await mock.violations()).map(({ rule }) => rule)).toContain('plan.event-unknown')
    await mock.plan({})
    expect((await mock.coverage()).covered).toBeGreaterThan(0)
  })
})

test('where there is no mock, or something else, it says so', async () => {
  await expect(new Mock({ url: 'http://127.0.0.1:1' }).journal()).rejects.toThrow(/no mock answers at http:\/\/127.0.0.1:1; is it running/)
  await expect(new Mock({ url: `${inject('understudyUrl')}/v1` }).journal()).rejects.toThrow(UnderstudyError)
})
