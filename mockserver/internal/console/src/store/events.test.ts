import { expect, test } from 'vitest'
import { targetOf } from '../api/apis'
import { attributeFilters, views, whereOf } from './eventViews'
import { barWords, barsOfQuery, brushed, countQuestion, recentOf, unitOf } from './histogram'
import { readDocument } from './document'
import { formOf, valueAt, withValue } from './form'

const given = (of: Record<string, string>) => (name: string) => of[name] ?? ''

test('a list is asked for as its API has it', () => {
  const of = given({ of: 'a b', event: 'signup', from: '2026-01-15T10:00:00Z' })
  expect(targetOf(views.bot.ask(of, 'tok'))).toBe(
    '/v1/bots/a%20b/events/stream?version=LIVE&start_time=2026-01-15T10%3A00%3A00Z&end_time=9999-12-31T23%3A59%3A59.999999999Z&event=signup&page_token=tok&page_size=50',
  )
  const filtered = views.bot.ask(given({ of: 'b', filters: 'flow eq order status; plan' }), '')
  expect([filtered.method, JSON.parse(filtered.body ?? '')]).toEqual([
    'POST',
    {
      version: 'LIVE',
      start_time: '0001-01-01',
      end_time: '9999-12-31T23:59:59.999999999Z',
      page_size: 50,
      filters: [
        { key: 'flow', operator: 'eq', value: ['order status'] },
        { key: 'plan', operator: 'exists', value: [] },
      ],
    },
  ])
  expect(attributeFilters('n in 3, 4')).toEqual([{ key: 'n', operator: 'in', value: ['3', '4'] }])
  expect(whereOf(given({}))).toBeUndefined()
  expect(whereOf(given({ type: 'a' }))).toEqual({ condition: { field: 'type', operator: 'eq', value: 'a' } })
  expect(whereOf(given({ type: 'a', user: '7' }))).toEqual({
    and: [
      { condition: { field: 'type', operator: 'eq', value: 'a' } },
      { condition: { field: 'userProperties', operator: 'eq', value: { path: ['id'], value: '7' } } },
    ],
  })
})

test('pages of offsets end with what there is', () => {
  const answer = { conversations: [{ id: 'c', messages: [{ content: 'Hi' }] }], total: 120 }
  expect(views.conversations.read(answer, '').next).toBe('50')
  expect(views.conversations.read(answer, '100').next).toBe('')
  expect(views.conversations.read(answer, '').items[0]?.facts).toBe('1 message: Hi')
  expect(views.feedback.read({ positiveFeedbackCount: 51, negativeFeedbackCount: 2 }, '')).toMatchObject({ next: '50', total: 53 })
  expect(views.bot.read('no JSON', '')).toEqual({ items: [], next: '' })
  const logged = {
    data: {
      result: [
        { id: 'a', createdAt: '2026-01-01T00:00:00.000Z' },
        { id: 'b', createdAt: '2026-01-02T00:00:00.000Z' },
      ],
    },
  }
  expect(views.events.read(logged, '').items.map((i) => i.key)).toEqual(['b', 'a'])
})

test('an event of long ago leaves the others bars of their own, wide ones', () => {
  const days = Array.from({ length: 400 }, (_, i) => ({ createdAt_day: new Date(Date.UTC(2025, 0, 1 + i)).toISOString(), count: 1 }))
  const bars = barsOfQuery({ data: { result: [{ createdAt_day: '1970-01-01T00:00:00.000Z', count: 3 }, ...days] } })
  expect(bars.length).toBe(57) // years
  expect([bars[0]?.events, bars.reduce((sum, b) => sum + b.events, 0)]).toEqual([3, 403])
  expect(bars.every((b, i) => i === 0 || b.from === bars[i - 1]?.to)).toBe(true)
  expect(barsOfQuery({ data: { result: [] } })).toEqual([])
})

test('what is counted by day has its empty days, and is brushed by whole ones', () => {
  const bars = barsOfQuery({
    data: {
      result: [
        { createdAt_day: '2026-01-03T00:00:00.000Z', count: 2 },
        { createdAt_day: '2026-01-01T00:00:00.000Z', count: 5 },
      ],
    },
  })
  expect(bars.map((b) => b.events)).toEqual([5, 0, 2])
  const noon = Date.parse('2026-01-02T12:00:00Z') / 1000
  expect(brushed(bars, noon, noon + 1)).toEqual({ from: '2026-01-02T00:00:00Z', to: '2026-01-03T00:00:00Z' })
  expect(brushed([], 0, 1)).toBeUndefined()
  expect([unitOf('', ''), unitOf('2026-01-01', '2026-01-02'), unitOf('2026-01-01', '2026-02-01')]).toEqual(['day', 'hour', 'day'])
  expect(recentOf(Date.parse('2026-01-15T10:30:00Z'), 1_000_000)).toBe('2026-01-13T23:00:00Z')
  expect(countQuestion('feedback', given({ type: 'a' })).body).not.toContain('"a"')
  expect(countQuestion('conversations', given({}), '2026-01-13').body).toContain('"firstMessageTime","operator":"gte"')
})

const json = (schema: object, examples = {}) => ({ content: { 'application/json': { schema, examples } } })
const document = readDocument({
  info: { title: 'Things' },
  paths: {
    '/a': {
      post: {
        operationId: 'Plain',
        responses: {},
        requestBody: json({ $ref: '#/components/schemas/Plain' }, { one: { value: { id: 'x' } } }),
      },
    },
    '/b': {
      post: {
        operationId: 'Kinds',
        responses: {},
        requestBody: json({ oneOf: [{ $ref: '#/components/schemas/K1' }], discriminator: { propertyName: 'kind' } }),
      },
    },
  },
  components: {
    schemas: {
      Plain: {
        type: 'object',
        required: ['when'],
        properties: {
          id: { type: 'string' },
          'a/b': { type: 'object', additionalProperties: { type: 'string' } },
          when: { type: 'string', format: 'date-time' },
          context: { type: 'object', properties: { campaign: { type: 'object', properties: { id: { type: 'string' } } } } },
          list: { type: 'array' },
        },
      },
      K1: {
        type: 'object',
        properties: { kind: { type: 'string', enum: ['one'] }, free: { type: 'object', properties: {}, additionalProperties: true } },
      },
    },
  },
} as Parameters<typeof readDocument>[0])

test('a form has the fields of the contract, what is required first', () => {
  const plain = formOf(document, 'Plain')
  expect(plain?.choices[0]?.fields.map((f) => `${f.pointer} ${f.kind}`)).toEqual([
    '/when time',
    '/id text',
    '/a~1b pairs',
    '/context group',
    '/list json',
  ])
  expect(plain?.choices[0]?.fields[3]?.fields[0]?.fields[0]?.pointer).toBe('/context/campaign/id')
  expect(plain?.examples).toEqual([{ name: 'one', value: { id: 'x' } }])
  expect(formOf(document, 'Kinds')?.choices).toMatchObject([
    { name: 'one', fixed: { kind: 'one' }, fields: [{ name: 'free', kind: 'json' }] },
  ])
  expect(formOf(document, 'Nothing')).toBeUndefined()
})

test('a body is changed at a place, and what is empty goes', () => {
  const body = withValue(withValue({}, '/context/campaign/id', 'x'), '/a~1b', { c: 'd' })
  expect(body).toEqual({ context: { campaign: { id: 'x' } }, 'a/b': { c: 'd' } })
  expect(valueAt(body, '/context/campaign/id')).toBe('x')
  expect(withValue(body, '/context/campaign/id', undefined)).toEqual({ 'a/b': { c: 'd' } })
})

test('what was written is told of one event as of many', () => {
  const things = ['event', 'events'] as const
  const words = (events: number, tracked: number) => barWords({ events, tracked }, things, ' on all pages')
  expect([words(1, 0), words(1, 1)]).toEqual(['1 event on all pages', '1 event on all pages, written by a client'])
  expect([words(2, 1), words(4000, 2)]).toEqual([
    '2 events on all pages, of which 1 was written by clients',
    '4,000 events on all pages, of which 2 were written by clients',
  ])
})
