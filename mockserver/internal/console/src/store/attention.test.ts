import { expect, test } from 'vitest'
import { type Row, type Violation, fixOf } from './row'
import { breachesIn, emptyIn, refusalOf, refusedIn } from './attention'

const row = (id: string, more: Partial<Row> = {}): Row => ({
  id,
  at: '',
  took: 1,
  api: 'chatlayer',
  operation: 'ListEvents',
  method: 'GET',
  path: '/p',
  query: '',
  status: 200,
  size: 1000,
  violations: [],
  fault: '',
  refused: '',
  empty: false,
  text: '',
  ...more,
})
const violation = (rule: string, more: Partial<Violation> = {}): Violation =>
  ({ rule, side: 'request', in: 'query', name: 'version', pointer: '', advisory: false, on_purpose: false, ...more }) as Violation

test('breaches of a kind are one, the latest first and those that are only noted last', () => {
  const found = breachesIn([
    row('1', { violations: [violation('query.enum')] }),
    row('2', { violations: [violation('query.range'), violation('query.enum', { on_purpose: true })] }),
    row('3', { violations: [violation('query.undeclared', { advisory: true })] }),
    row('4', { violations: [violation('query.enum')] }),
  ])
  expect(found.map((b) => [b.violation.rule, b.requests, b.latest])).toEqual([
    ['query.enum', 2, '4'],
    ['query.range', 1, '2'],
    ['query.undeclared', 1, '3'],
  ])
})

test('refused credentials are told by API, but not those that a fault refuses', () => {
  const rows = [
    row('1', { status: 401, refused: 'id:[redacted]' }),
    row('2', { status: 403 }),
    row('3', { status: 401, fault: 'f1' }),
    row('4', { status: 401, api: 'inkeep' }),
  ]
  expect(refusedIn(rows)).toEqual([
    { api: 'chatlayer', status: 401, requests: 1, latest: '1', sent: 'id:[redacted]' },
    { api: 'chatlayer', status: 403, requests: 1, latest: '2', sent: '' },
    { api: 'inkeep', status: 401, requests: 1, latest: '4', sent: '' },
  ])
})

test('of empty lists there is one for each question, the latest', () => {
  const rows = [
    row('1', { empty: true }),
    row('2', { empty: true }),
    row('3', { empty: true, query: 'a=b' }),
    row('4'),
    row('5', { size: 20 }),
  ]
  expect(emptyIn(rows, 5).map((r) => r.id)).toEqual(['3', '2'])
  expect(emptyIn(rows, 1).map((r) => r.id)).toEqual(['3'])
})

test('credentials that are refused are told of, unless a violation or a fault says why', () => {
  const exchange = (more: object) =>
    ({ status: 401, fault: '', preferences: [], violations: [], credential: 'id:[redacted]', ...more }) as never
  const served = { authentication: 'Basic', credentials: ['id:s3cret'] } as never
  const refusal = refusalOf(exchange({}), served)
  expect(refusal).toMatchObject({ got: 'id:[redacted]', expected: 'Basic credentials that the mock takes' })
  expect(JSON.stringify(refusal)).not.toContain('s3cret')
  expect(refusalOf(exchange({}), { authentication: 'Basic', credentials: [] } as never)?.fix).toContain('was started with')
  for (const other of [
    { status: 403 },
    { fault: 'f1' },
    { preferences: ['code=401'] },
    { violations: [violation('security.missing', { in: 'security' })] },
  ]) {
    expect(refusalOf(exchange(other), served)).toBeUndefined()
  }
})

test('what to do about a value names those that are allowed', () => {
  const fixed = (fix: string, expected: string) => fixOf(violation('query.enum', { fix, expected }))
  expect(fixed('did you mean "$&"? Use one of the values listed, letter for letter', '"$&" or "LIVE"')).toBe(
    'did you mean "$&"? Use "$&" or "LIVE", letter for letter',
  )
  expect([fixed('put it in quotes', 'text'), fixed('use one of the values listed', '')]).toEqual([
    'put it in quotes',
    'use one of the values listed',
  ])
})
