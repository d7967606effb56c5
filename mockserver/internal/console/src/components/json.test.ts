import { expect, test } from 'vitest'
import { closedAtFirst, height, linesOf, pointerTo, shownAt } from './json'

const written = (value: unknown, closed: string[] = []) =>
  linesOf(value, (pointer) => closed.includes(pointer)).map(
    (l) => `${'  '.repeat(l.depth)}${l.name && `${l.name}: `}${l.text}${l.hidden}${l.comma ? ',' : ''}`,
  )

test('lines are those of JSON with two spaces', () => {
  const value = { a: 'x"y', b: [1, null, { c: true }], d: {}, e: [] }
  expect(written(value).join('\n')).toBe(JSON.stringify(value, null, 2))
  expect(height(value)).toBe(written(value).length)
})

test('what is closed is one line that says what is in it', () => {
  expect(written({ a: [1, 2], b: { id: 'x', n: 1 } }, ['/a', '/b'])).toEqual(['{', '  "a": [ 2 elements ],', '  "b": { id: "x", … }', '}'])
})

test('the later elements of large lists are closed, but not where there is a mark', () => {
  const events = Array.from({ length: 100 }, (_, id) => ({ id, more: { a: 1 } }))
  const closed = closedAtFirst({ events }, ['/events/50/more'])
  expect([2, 3, 50, 51].map((i) => closed.has(`/events/${i}`))).toEqual([false, true, false, true])
  expect(closedAtFirst({ events: events.slice(0, 3) }, []).size).toBe(0)
})

test('a pointer to what is not there is shown at what is around it', () => {
  const value = { 'a/b': { 'c~d': [1] } }
  expect(shownAt(value, pointerTo(pointerTo('', 'a/b'), 'c~d'))).toBe('/a~1b/c~0d')
  expect(shownAt(value, '/a~1b/c~0d/7')).toBe('/a~1b/c~0d')
  expect(shownAt(value, '/nothing')).toBe('')
})
