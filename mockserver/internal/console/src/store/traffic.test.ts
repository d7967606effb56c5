import { beforeEach, expect, test } from 'vitest'
import type { Schemas } from '../api/client'
import { setRoute } from './route'
import { rowOf, writtenSince } from './row'
import * as traffic from './traffic'

const exchange = (n: number, more: Partial<Schemas['Exchange']> = {}): Schemas['Exchange'] => ({
  id: `req_${n}`,
  at: '2026-01-15T10:00:00Z',
  duration_ms: 1,
  namespace: 'default',
  api: 'chatlayer',
  operation: 'ListEvents',
  method: 'GET',
  path: '/v1/bots/demobot1/events/stream',
  query: {},
  status: 200,
  request: { headers: {}, size: 0, truncated: false },
  response: { headers: {}, size: 10, truncated: false },
  violations: [],
  fault: '',
  preferences: [],
  ...more,
})

const several = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => exchange(from + i))
const ids = () => traffic.shown.value.map((row) => row.id)

beforeEach(() => {
  setRoute('#/traffic')
  traffic.forget()
})

test('a list, what came before it and what comes behind it are in order, each once', () => {
  traffic.load({ total: 5, dropped: 1, exchanges: several(3, 5) })
  expect(traffic.older.value).toBe(true)
  traffic.prepend({ total: 5, dropped: 1, exchanges: several(1, 3) })
  traffic.append([exchange(4), exchange(5)])
  expect(ids()).toEqual(['req_1', 'req_2', 'req_3', 'req_4', 'req_5'])
  expect(traffic.total.value).toBe(6)
  expect([traffic.oldestId(), traffic.newestId()]).toEqual(['req_1', 'req_5'])
})

test('more than can be held push the oldest out', () => {
  traffic.append(several(0, traffic.mostRows))
  traffic.append([exchange(traffic.mostRows)])
  expect(traffic.all.value.length).toBe(traffic.mostRows * 0.75)
  expect(traffic.newestId()).toBe(`req_${traffic.mostRows}`)
  expect(traffic.older.value).toBe(true)
  expect(traffic.total.value).toBe(traffic.mostRows + 1)
})

test('the address filters', () => {
  const violations = [{ rule: 'query.enum', advisory: false } as Schemas['Violation']]
  traffic.append([
    exchange(1, { status: 404, operation: '' }),
    exchange(2, { status: 400, violations, query: { version: 'live' } }),
    exchange(3, { method: 'POST', operation: 'TrackEvent', fault: 'f1', status: 503 }),
    exchange(4, { returned: 0, api: 'inkeep' }),
    exchange(5, { returned: 2, api: 'inkeep' }),
  ])
  const left = (query: string) => (setRoute(`#/traffic?${query}`), ids())
  expect(left('status=4xx')).toEqual(['req_1', 'req_2'])
  expect(left('status=404')).toEqual(['req_1'])
  expect(left('operation=none')).toEqual(['req_1'])
  expect(left('violation=any')).toEqual(['req_2'])
  expect(left('violation=query.range')).toEqual([])
  expect(left('fault=f1&method=POST')).toEqual(['req_3'])
  expect(left('q=LIVE')).toEqual(['req_2'])
  expect(left('q=events+-live+-503+-200')).toEqual(['req_1'])
  expect([left('empty=any'), left('q=empty')]).toEqual([['req_4'], ['req_4']])
  expect(left('q=-empty&api=inkeep')).toEqual(['req_5'])
  expect(left('')).toHaveLength(5)
})

test('a word is found in bodies, too, where the mock has found it there', () => {
  traffic.append(several(1, 5))
  traffic.inBodies.value = new Map([
    ['signup', new Set(['req_2', 'req_3'])],
    ['pro', new Set(['req_3'])],
  ])
  const left = (query: string) => (setRoute(`#/traffic?bodies=any&q=${query}`), ids())
  expect([left('signup'), left('signup+PRO'), left('signup+-pro'), left('signup+req_2')]).toEqual([
    ['req_2', 'req_3'],
    ['req_3'],
    ['req_2'],
    ['req_2'],
  ])
  traffic.inBodies.value = new Map()
  expect(left('signup')).toEqual([])
})

test('what the page has missed counts as come', () => {
  traffic.append([exchange(1)])
  traffic.miss(12)
  expect([traffic.total.value, traffic.missed.value, ids().length]).toEqual([13, 12, 1])
})

test('a query that names something twice is shown as it was sent', () => {
  expect(rowOf(exchange(1, { query: { event: ['a', 'b'], version: 'LIVE' } })).query).toBe('event=a&event=b&version=LIVE')
})

test('what was written since a request is counted by operation and bot', () => {
  const path = '/v1/bots/demobot1/events/track'
  const rows = [
    exchange(1, { operation: 'TrackEvent', path }),
    exchange(2),
    exchange(3, { operation: 'TrackEvent', path }),
    exchange(4, { operation: 'TrackEvent', path, status: 400 }),
  ].map(rowOf)
  expect([
    writtenSince(rows, 'req_1', 'TrackEvent', 'demobot1'),
    writtenSince(rows, '', 'TrackEvent', ''),
    writtenSince(rows, '', 'TrackEvent', 'another'),
  ]).toEqual([1, 2, 0])
})
