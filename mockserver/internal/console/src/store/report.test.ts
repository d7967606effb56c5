import { expect, test } from 'vitest'
import { readDrawing } from './drawing'
import { suggested, taken } from './run'
import { type Check, type Outcome, type Report, compare, narrowed, readReport, stateOf, tally, worstOf } from './report'

const check = (id: string, outcome: Outcome, more: Partial<Check> = {}): Check => ({
  id, outcome, level: 'must', requirement: 'X-1', source: '', statement: '', title: id, area: 'time', operations: ['List'], message: '', requests: 1,
  duration_ms: 1, exchanges: [], ...more,
})
const report = (...checks: Check[]) => ({ tool: 'understudy', summary: {}, checks }) as unknown as Report

test('a report is read, and what is none is refused', () => {
  expect(readReport(JSON.stringify(report())).findings).toEqual([])
  expect(() => readReport('<html>')).toThrow('no JSON')
  for (const text of ['null', '{}', '{"tool":"other","checks":[],"summary":{}}']) expect(() => readReport(text)).toThrow('no report')
})

test('two reports differ in what broke, what was mended and what is new', () => {
  const found = compare(
    report(check('a', 'pass'), check('b', 'fail'), check('c', 'fail'), check('d', 'pass'), check('e', 'pass'), check('f', 'fail')),
    report(check('a', 'fail'), check('b', 'pass'), check('c', 'fail'), check('d', 'pass'), check('f', 'skip'), check('g', 'pass')),
  )
  const ids = (changes: { before?: Check; after?: Check }[]) => changes.map((c) => (c.after ?? c.before)?.id)
  expect([ids(found.broke), ids(found.mended), ids(found.stillFailing), ids(found.other), ids(found.fresh), ids(found.gone), found.same]).toEqual([
    ['a'], ['b'], ['c'], ['f'], ['g'], ['e'], 1,
  ])
})

test('what a check says depends on its level and the baseline', () => {
  expect(stateOf(check('a', 'fail', { level: 'should' }))).toBe('shouldFails')
  expect(stateOf(check('a', 'fail', { baselined: 'ticket' }))).toBe('known')
  expect(stateOf(check('a', 'pass', { level: 'info' }))).toBe('seen')
  expect(stateOf(check('a', 'error'))).toBe('untold')
  const all = [check('a', 'pass'), check('b', 'fail', { operations: ['Track'], message: 'late' })]
  expect(worstOf(tally(all))).toBe('failed')
  const by = { state: '', level: '', area: '', operation: '', text: '' }
  expect(narrowed(all, { ...by, operation: 'Track', text: 'LATE' }).map((c) => c.id)).toEqual(['b'])
  expect(narrowed(all, { ...by, state: 'passed' }).map((c) => c.id)).toEqual(['a'])
})

test('a drawing has shapes and nothing else', () => {
  expect(readDrawing('<svg width="9" onload="x"><title>a &lt;b&gt;</title><g class="m"><circle r="6"/></g></svg>')).toEqual({
    tag: 'svg', attributes: { width: '9' },
    children: [{ tag: 'title', attributes: {}, children: ['a <b>'] }, { tag: 'g', attributes: { class: 'm' }, children: [{ tag: 'circle', attributes: { r: '6' }, children: [] }] }],
  })
  for (const odd of ['<svg><script></script></svg>', '<svg><a href="javascript:x"></a></svg>', '<svg>', 'text', '<svg></g></svg>', '<svg/><svg/>', '<svg><!-- --></svg>']) {
    expect(readDrawing(odd), odd).toBeUndefined()
  }
})

test('a run tells what it finds, and ends with a report or a reason', () => {
  const begun = { order: { api: 'x', quick: true, read_only: false, seed: 1 }, progress: { what: '', done: 0, total: 0, elapsed_ms: 0, left_ms: 0 }, results: [] }
  const event = (event: string, value: object) => ({ id: '', event, data: JSON.stringify(value) })
  const told = taken(begun, [event('progress', { what: 'checks', done: 1, total: 2 }), event('result', { id: 'a', outcome: 'fail' })])
  expect(told.now.progress.done).toBe(1)
  expect(told.now.results.map((r) => r.id)).toEqual(['a'])
  expect(taken(told.now, [event('report', { api: 'x' })]).report).toEqual({ api: 'x' })
  expect(taken(told.now, [event('failed', { detail: 'late' })]).failed).toBe('late')
})

test('settings for the mock itself are what it says of itself', () => {
  const setting = (name: string) => ({ name, value: '', help: '', required: true, secret: false, repeatable: false })
  const api = { authentication: 'Basic', credentials: ['id:secret'] } as never
  const document = { operations: [{ parameters: [{ name: 'bot_id', in: 'path', example: 'b1' }] }] } as never
  expect(['basic', 'bot', 'other-basic'].map((name) => suggested(setting(name), api, document))).toEqual(['id:secret', 'b1', ''])
})
