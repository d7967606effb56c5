import { expect, test } from 'vitest'
import { readDrawing } from './drawing'
import { suggested, taken } from './run'
import { readReport } from './readReport'
import {
  type Check,
  type Outcome,
  type Report,
  compare,
  hasPage,
  narrowed,
  pathOf,
  stateOf,
  states,
  tally,
  verdictOf,
  worstOf,
} from './report'
import { current, earlier, openFiles } from './reports'
import { notes } from './notes'

const check = (id: string, outcome: Outcome, more: Partial<Check> = {}): Check => ({
  id,
  outcome,
  level: 'must',
  requirement: 'X-1',
  source: '',
  statement: '',
  title: id,
  area: 'time',
  operations: ['List'],
  message: '',
  requests: 1,
  duration_ms: 1,
  exchanges: [],
  ...more,
})
const report = (...checks: Check[]): Report => ({
  passed: true,
  tool: 'understudy',
  version: '1',
  api: 'chatlayer',
  target: '',
  seed: 1,
  started_at: '2026-01-15T10:00:00Z',
  duration_ms: 1,
  verdict: 'conformant',
  reason: '',
  traffic: { requests: 1 },
  stale_baseline: [],
  findings: [],
  checks,
})

test('a report is read, and what is none is refused', () => {
  expect(readReport(JSON.stringify(report())).findings).toEqual([])
  expect(() => readReport('<html>')).toThrow('no JSON')
  for (const text of ['null', '{}', '{"tool":"other","checks":[]}']) expect(() => readReport(text)).toThrow('no report')
  const read = (more: object) => () => readReport(JSON.stringify({ ...report(check('a', 'fail')), ...more }))
  expect(read({ findings: null, stale_baseline: undefined })()).toMatchObject({ findings: [], stale_baseline: [] })
  expect(read({ started_at: undefined })).toThrow('started_at should be of type string')
  expect(read({ started_at: 'soon' })).toThrow('started_at should be a time')
  expect(read({ checks: [check('a', 'fail'), { ...check('b', 'fail'), exchanges: [{ number: 1 }] }] })).toThrow(
    'checks[1].exchanges[0].request',
  )
  expect(read({ checks: [null] })).toThrow('checks[0] should be an object')
  expect(read({ findings: {} })).toThrow('findings should be a list')
})

test('the verdict never looks like a pass if the run fails', () => {
  const says = (more: Partial<Report>) => Object.values(verdictOf({ ...report(), ...more })).join()
  expect(says({})).toBe('Conformant,passed')
  expect(says({ reason: 'none ran' })).toBe('No must was checked,passed')
  expect(says({ passed: false })).toBe('Conformant, but the run fails,failed')
  expect(says({ verdict: 'nonconformant' })).toBe('Nothing new,passed')
  expect(says({ verdict: 'nonconformant', passed: false })).toBe('Not conformant,failed')
  expect(says({ verdict: 'incomplete', passed: false })).toBe('Incomplete,untold')
})

test('the later of two reports is compared with the earlier, whichever is opened first', async () => {
  const file = (day: number, api = 'chatlayer') =>
    new File([JSON.stringify({ ...report(), api, started_at: `2026-01-0${day}T10:00:00Z` })], `${day}`)
  const opened = async (...steps: Parameters<typeof openFiles>[]) => {
    current.value = earlier.value = undefined
    for (const step of steps) await openFiles(...step)
    return [earlier, current].map((o) => o.value?.name)
  }
  expect(await opened([[file(2), file(1)]])).toEqual(['1', '2'])
  expect(await opened([[file(1)]], [[file(2)]])).toEqual(['1', '2'])
  expect(await opened([[file(2)]], [[file(1)]])).toEqual(['1', '2'])
  expect(await opened([[file(1)]], [[file(2)], 'comparison'])).toEqual(['1', '2'])
  expect(await opened([[file(2)]], [[file(1)], 'comparison'])).toEqual(['1', '2'])
  expect(await opened([[file(2)]], [[file(1, 'inkeep')]])).toEqual([undefined, '1'])
  expect(await opened([[file(3), file(1), file(2)]])).toEqual(['2', '3'])
  expect(notes.value.at(-1)?.text).toBe('Of 3 reports the two latest are taken: 2, 2026-01-02 10:00:00 UTC; 3, 2026-01-03 10:00:00 UTC.')
})

test('a report leads nowhere but to pages', () => {
  expect(
    ['https://a.example', 'HTTP://a.example', 'javascript:alert(1)', 'data:text/html,x', '', undefined].map((url) => hasPage(url)),
  ).toEqual([true, true, false, false, false, false])
  expect([pathOf('http://a.example/v1/x?y'), pathOf('http://[')]).toEqual(['/v1/x', 'http://['])
})

test('two reports differ in what broke, what was mended and what is new', () => {
  const found = compare(
    report(check('a', 'pass'), check('b', 'fail'), check('c', 'fail'), check('d', 'pass'), check('e', 'pass'), check('f', 'fail')),
    report(check('a', 'fail'), check('b', 'pass'), check('c', 'fail'), check('d', 'pass'), check('f', 'skip'), check('g', 'pass')),
  )
  const ids = (changes: { before?: Check; after?: Check }[]) => changes.map((c) => (c.after ?? c.before)?.id)
  expect([
    ids(found.broke),
    ids(found.mended),
    ids(found.stillFailing),
    ids(found.other),
    ids(found.fresh),
    ids(found.gone),
    found.same,
  ]).toEqual([['a'], ['b'], ['c'], ['f'], ['g'], ['e'], 1])
})

test('what a check says depends on its level and the baseline', () => {
  expect(stateOf(check('a', 'fail', { level: 'should' }))).toBe('shouldFails')
  expect(stateOf(check('a', 'fail', { baselined: 'ticket' }))).toBe('known')
  expect(stateOf(check('a', 'pass', { level: 'info' }))).toBe('seen')
  const word = (outcome: Outcome, more: Partial<Check> = {}) =>
    states.find(({ state }) => state === stateOf(check('a', outcome, more)))?.word
  expect([word('error'), word('error', { level: 'info' }), word('inconclusive', { level: 'info' }), word('skip')]).toEqual([
    'error',
    'error',
    'inconclusive',
    'skipped',
  ])
  expect([word('fail'), word('fail', { level: 'info' }), word('odd' as Outcome)]).toEqual(['FAIL', 'info', 'inconclusive'])
  expect([word('skip', { message: 'deselected by --only' }), word('skip', { message: 'deselected by --skip' })]).toEqual([
    'not selected',
    'skipped',
  ])
  const all = [check('a', 'pass'), check('b', 'fail', { operations: ['Track'], message: 'late' })]
  expect(worstOf(tally(all))).toBe('failed')
  const by = { state: '', level: '', area: '', operation: '', text: '' }
  expect(narrowed(all, { ...by, operation: 'Track', text: 'LATE' }).map((c) => c.id)).toEqual(['b'])
  expect(narrowed(all, { ...by, state: 'passed' }).map((c) => c.id)).toEqual(['a'])
})

test('a drawing has shapes and nothing else', () => {
  expect(readDrawing('<svg width="9" onload="x"><title>a &lt;b&gt;</title><g class="m"><circle r="6"/></g></svg>')).toEqual({
    tag: 'svg',
    attributes: { width: '9' },
    children: [
      { tag: 'title', attributes: {}, children: ['a <b>'] },
      { tag: 'g', attributes: { class: 'm' }, children: [{ tag: 'circle', attributes: { r: '6' }, children: [] }] },
    ],
  })
  for (const odd of [
    '<svg><script></script></svg>',
    '<svg><a href="javascript:x"></a></svg>',
    '<svg>',
    'text',
    '<svg></g></svg>',
    '<svg/><svg/>',
    '<svg><!-- --></svg>',
  ]) {
    expect(readDrawing(odd), odd).toBeUndefined()
  }
})

test('a run tells what it finds, and ends with a report or a reason', () => {
  const begun = {
    order: { api: 'x', quick: true, read_only: false, seed: 1 },
    progress: { what: '', done: 0, total: 0, elapsed_ms: 0, left_ms: 0 },
    results: [],
  }
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
