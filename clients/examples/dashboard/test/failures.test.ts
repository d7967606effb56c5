import { useMock } from '@understudy-mock/understudy/vitest'
import { expect, test } from 'vitest'
import { listEvents } from '../src/api/chatlayer'
import { apisOf, day, walk } from './world'

const mock = useMock({ scenario: 'empty' })

test('a 503 is tried again, after as long as the API says', async () => {
  await mock.fault({ when: { first: 2 }, status: 503, headers: { 'Retry-After': '3' } })
  const { chatlayer, waits } = apisOf(mock)
  const told: number[] = []
  expect((await listEvents(chatlayer, day, '', { onWait: (seconds) => told.push(seconds) })).events).toEqual([])
  expect([waits, told]).toEqual([
    [3, 3],
    [3, 3],
  ])
})

test('three times is enough', async () => {
  await mock.fault({ status: 503 })
  const { chatlayer, waits } = apisOf(mock)
  await expect(listEvents(chatlayer, day)).rejects.toMatchObject({ failure: 'unavailable', status: 503 })
  expect(waits).toEqual([0.5, 1])
})

test('a 429 that wants a long pause is told at once', async () => {
  await mock.fault({ status: 429, headers: { 'Retry-After': '60' } })
  const { chatlayer, waits } = apisOf(mock)
  await expect(listEvents(chatlayer, day)).rejects.toMatchObject({ failure: 'busy', status: 429, retryAfter: 60 })
  expect(waits).toEqual([])
})

test('a connection that breaks is tried again', async () => {
  await mock.fault({ when: { first: 1 }, reset: true })
  const { chatlayer, waits } = apisOf(mock)
  expect(await walk(chatlayer, day)).toEqual([])
  expect(waits).toEqual([0.5])
})

test.each([
  ['half an answer', { malformed: true }],
  ['a page for people', { content_type: 'text/html' }],
  ['null for a list', { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"events":null}' }],
  ['an event without an id', { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"events":[{"event":"signup"}]}' }],
])('%s is not taken for an answer', async (_, fault) => {
  await mock.fault(fault)
  await expect(listEvents(apisOf(mock).chatlayer, day)).rejects.toMatchObject({ failure: 'answer' })
})

test('an answer that nobody waits for any more is no failure of the API', async () => {
  await mock.fault({ delay: '10s' })
  const controller = new AbortController()
  const asked = listEvents(apisOf(mock).chatlayer, day, '', { signal: controller.signal })
  controller.abort()
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
})
