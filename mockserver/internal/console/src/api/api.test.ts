import { expect, test } from 'vitest'
import { whereabouts } from './client'
import { EventParser } from './events'

test('the page knows where it is', () => {
  expect(whereabouts('/__understudy/console/')).toEqual({ root: '', namespace: 'default' })
  expect(whereabouts('/~checkout-7/__understudy/console/')).toEqual({ root: '', namespace: 'checkout-7' })
  expect(whereabouts('/mock/~a/__understudy/console')).toEqual({ root: '/mock', namespace: 'a' })
  expect(whereabouts('/elsewhere')).toEqual({ root: '', namespace: 'default' })
})

test('events are whole, however they arrive', () => {
  const text = 'retry: 1000\n\nid: req_1\ndata: {"a":"b: c"}\n\n: nothing new\n\nevent: missed\ndata: {"missed":3}\n\nid: req_2\nda'
  const want = [
    { id: 'req_1', event: '', data: '{"a":"b: c"}' },
    { id: '', event: 'missed', data: '{"missed":3}' },
  ]
  expect(new EventParser().push(text)).toEqual(want)
  const parser = new EventParser()
  expect([...text].flatMap((letter) => parser.push(letter))).toEqual(want)
  expect(parser.push('ta: {}\n\n')).toEqual([{ id: 'req_2', event: '', data: '{}' }])
})
