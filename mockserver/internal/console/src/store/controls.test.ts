import { expect, test, vi } from 'vitest'
import type { Schemas } from '../api/client'
import { behavioursOf, findBehaviours } from './behaviours'
import { clockWords, kindWords, readControls, timeOf, whatWords } from './controls'
import {
  bareFault,
  chosen,
  countWords,
  draftLike,
  effectWords,
  effects,
  faultOf,
  matchWords,
  newDraft,
  pairsOf,
  whenWords,
} from './faultDraft'
import { acting, faults } from './faults'
import { link } from './live'
import { namespaces } from './namespaces'
import { draftOf, optionsOf, switchWords } from './options'

test('a fault is what its form says, and no more', () => {
  expect(faultOf({ ...newDraft('ListEvents'), headers: '', page: 'later', skip: '0', first: '2' })).toEqual({
    match: { operation: 'ListEvents', page: 'later' },
    when: { skip: 0, first: 2 },
    status: 503,
  })
  expect(faultOf({ ...newDraft(), effect: 'delay', delay: '50ms', p99: '2s' })).toEqual({ delay: { p50: '50ms', p99: '2s' } })
  expect(faultOf({ ...newDraft(), effect: 'reset', afterBytes: '0' })).toEqual({ reset: true, after_bytes: 0 })
  expect(faultOf({ ...newDraft(), effect: 'rate' })).toEqual({ rate: { per_second: 5, burst: 10 } })
  expect(faultOf({ ...newDraft(), query: 'event=a=b\n\n user_id = mia ', body: '{}' })).toEqual({
    match: { query: { event: 'a=b', user_id: 'mia' } },
    status: 503,
    headers: { 'Retry-After': '1' },
    body: '{}',
  })
  expect(pairsOf(' \n', ':')).toBeUndefined()
  const late = { ...newDraft(), ...chosen(newDraft(), 5) }
  expect([late.delay, { ...late, ...chosen(late, 2) }.delay, chosen({ ...newDraft(), delay: '1s' }, 2).delay]).toEqual([
    '2s',
    '',
    undefined,
  ])
  const like = draftLike({
    operation: 'ListEvents',
    method: 'GET',
    query: { event: 'a=b ', user_id: ['x', 'y'] },
  } as unknown as Schemas['Exchange'])
  expect(faultOf({ ...like, same: true, ...effects.find((e) => e.says.startsWith('Two seconds'))?.is })).toEqual({
    match: { operation: 'ListEvents', method: 'GET', query: { event: 'a=b ' } },
    when: { first: 1 },
    delay: '2s',
  })
})

test('a fault is told in words, and added once more without what was counted', () => {
  const fault = {
    id: 'f1',
    match: { operation: 'ListEvents', query: { event: 'a' } },
    when: { skip: 1, every: 3, probability: 0.25, for: '30s' },
    delay: '1s',
    reset: true,
    after_bytes: 9,
    seen: 4,
    hit: 1,
  }
  expect(matchWords(fault)).toBe('ListEvents, event=a')
  expect(effectWords(fault)).toBe('1s late, then connection reset after 9 bytes')
  expect(whenWords(fault)).toBe('after 1, one in 3, 25 % of them, for 30s')
  expect(whenWords({})).toBe('always')
  expect(Object.keys(bareFault(fault))).toEqual(['match', 'when', 'delay', 'reset', 'after_bytes'])
})

test('a fault that has come to its end says so, and is not in force', () => {
  const fault = (more: Partial<Schemas['Fault']>): Schemas['Fault'] => ({ id: 'f1', status: 503, seen: 5, hit: 2, ...more })
  const [alive, used, old] = [fault({}), fault({ spent: true, when: { first: 2 } }), fault({ spent: true, when: { first: 3, for: '30s' } })]
  expect([alive, used, old].map(countWords)).toEqual(['hit 2 of 5', 'used up: 2 of 2', 'its time is over: hit 2 of 5'])
  expect(bareFault(used)).toEqual({ status: 503, when: { first: 2 } })
  faults.value = [alive, used, old]
  expect(acting.value).toEqual([alive])
})

test('options are sent whole, but for what is left to the mock', () => {
  const inForce = {
    seed: 7,
    scenario: 'edges',
    events: 0,
    now: 'real',
    auth: 'any',
    strict: true,
    misbehave: '',
    variants: ['a.b'],
    plan: { events: {} },
  }
  expect(optionsOf(draftOf(inForce))).toEqual(inForce)
  expect(draftOf({ ...inForce, seed: 2 ** 64 }).seed).toBe('')
  expect(optionsOf({ ...draftOf(inForce), seed: '', now: ' ' })).not.toHaveProperty('seed')
})

test('a behaviour is found by what it does, those with the name first', () => {
  const all = behavioursOf({
    scenarios: [],
    misbehaviours: [
      { name: 'list.late', summary: 'The end of a page comes late.', area: 'paging', difficulty: 2, requirements: ['CHL-PAGE-1'] },
      { name: 'page.end', summary: 'Nothing.', area: 'paging', difficulty: 1, requirements: [] },
    ],
    areas: [{ name: 'paging', advice: 'walk a list.' }],
    variants: [{ name: 'page.short', summary: 'Short.', against: [] }],
  })
  expect(findBehaviours(all, 'misbehaviour', '', 'end PAGE').map((b) => b.name)).toEqual(['page.end', 'list.late'])
  expect(findBehaviours(all, 'misbehaviour', '', 'chl-page-1').map((b) => b.advice)).toEqual(['walk a list.'])
  expect(findBehaviours(all, 'variant', 'page', '').map((b) => b.name)).toEqual(['page.short'])
})

test('a clock goes on from where it was read, at its speed', () => {
  const read = { now: '2026-01-15T10:00:00Z', mode: 'running' as const, speed: 60, read: 1000 }
  expect(new Date(timeOf(read, 2000)).toISOString()).toBe('2026-01-15T10:01:00.000Z')
  expect(timeOf({ ...read, speed: 0 }, 9000)).toBe(Date.parse(read.now))
})

test('a clock is told as it is', () => {
  const now = '2026-01-15T10:00:00Z'
  expect([
    clockWords({ now, mode: 'real', speed: 1 }),
    clockWords({ now, mode: 'frozen', speed: 0 }),
    clockWords({ now, mode: 'running', speed: 60 }),
  ]).toEqual(['real time', 'clock stands still at 2026-01-15 10:00:00', 'clock runs ×60, at 2026-01-15 10:00:00'])
})

test('a dialog is named by what it switches on and off', () => {
  const none = { misbehave: '', variants: [] }
  expect(switchWords(none, { misbehave: 'a', variants: [] })).toBe('Switch on a')
  expect(switchWords({ misbehave: 'a', variants: ['v'] }, { misbehave: 'b', variants: ['v', 'w'] })).toBe('Switch on b, w and switch off a')
  expect(switchWords({ misbehave: '', variants: ['v', 'w'] }, { misbehave: '', variants: ['w'] })).toBe('Switch off v')
  expect(switchWords(none, none)).toBe('')
})

test('what became of a kind of things is counted, as far as it is known', () => {
  const k = { api: 'inkeep', kind: 'conversation', added: 2, changed: 0, removed: 1000, more: false, changes: [] }
  expect([kindWords(k), whatWords(k)]).toEqual(['inkeep conversations', '2 added, 1,000 removed'])
  expect([kindWords({ ...k, kind: 'feedback' }), whatWords({ ...k, more: true })]).toEqual([
    'inkeep feedback',
    'at least 2 added, 1,000 removed',
  ])
})

test('the row of a namespace is as new as what else is shown of it', async () => {
  const row = { name: 'default', created_at: '', requests: 5 }
  const answer = (path: string) => new Response(JSON.stringify(path === '/__understudy/namespaces/default' ? row : {}))
  vi.stubGlobal('fetch', (path: string) => Promise.resolve(answer(path)))
  namespaces.value = [
    { ...row, requests: 1 },
    { name: 'other', requests: 2 },
  ] as Schemas['Namespace'][]
  link.value = 'live'
  await readControls(false)
  vi.unstubAllGlobals()
  expect(namespaces.value.map((n) => n.requests)).toEqual([5, 2])
})
