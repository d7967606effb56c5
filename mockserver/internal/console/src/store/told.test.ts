import { expect, test } from 'vitest'
import type { Schemas } from '../api/client'
import { note, notes } from './notes'
import { switchWords, switchedWords } from './options'
import { perform } from './perform'
import { aimedAt, toldWrong } from './run'

test('what is said about a thing takes the place of what was said about it before', async () => {
  await perform('clock', Promise.reject(new Error('no such time')), 'It is noon.')
  await perform('archive', Promise.reject(new Error('no room')), 'Saved.')
  note('Copied.')
  expect(notes.value.map((n) => n.text)).toEqual(['no such time', 'no room', 'Copied.'])
  expect(await perform('clock', Promise.resolve(12), (hour) => `It is ${hour}.`)).toEqual({ of: 12 })
  expect(notes.value.map((n) => n.text)).toEqual(['no room', 'Copied.', 'It is 12.'])
})

test('what was switched is told as it is', () => {
  const none = { misbehave: '', variants: [] }
  const some = { misbehave: 'a', variants: ['v', 'w'] }
  expect([switchWords(none, some), switchedWords(none, some)]).toEqual(['Switch on a, v, w', 'a, v, w are on'])
  expect(switchedWords(some, { misbehave: 'b', variants: ['v', 'w'] })).toBe('b is on, and a is off')
  expect(switchedWords(some, some)).toBe('')
})

test('a run against the mock itself is known, however it is named', () => {
  const page = { href: 'http://127.0.0.1:4747/mock/~here/__understudy/console/#/', root: '/mock', namespace: 'here' }
  const aims = {
    '': 'here',
    'http://127.0.0.1:4747/mock': 'default',
    'http://localhost:4747/mock/~other/': 'other',
    'http://127.0.0.1:4747/mock/~here': 'here',
    'http://127.0.0.1:4748/mock': undefined,
    'http://10.0.0.1:4747/mock': undefined,
    'http://127.0.0.1:4747/': undefined,
    nonsense: undefined,
  }
  expect(Object.fromEntries(Object.keys(aims).map((target) => [target, aimedAt(target, page)]))).toEqual(aims)
})

test('what a mock is told to do wrong is named, but not what is spent', () => {
  const fault = (more: Partial<Schemas['Fault']>): Schemas['Fault'] => ({ id: 'f1', seen: 0, hit: 0, status: 503, ...more })
  expect(toldWrong('', [fault({ spent: true })])).toEqual([])
  expect(toldWrong('list.late', [fault({ match: { operation: 'ListEvents' } })])).toEqual([
    'the misbehaviour list.late',
    'fault f1: status 503 for ListEvents',
  ])
})
