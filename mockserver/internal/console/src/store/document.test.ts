import { expect, test } from 'vitest'
import type { Schemas } from '../api/client'
import { byOperation, servedHref, servedWords } from './coverage'
import { boundsOf, examplesOf, readDocument, sampleOf, textOf, typeOf } from './document'
import { setRoute } from './route'
import { matcher, rowOf } from './row'
import { filter } from './traffic'
import { firstBody, firstValue, headersOf, targetOf, typedIn } from './trial'

const document = readDocument({
  info: { title: 'Things' },
  security: [{}],
  paths: {
    '/bots/{id}/things': {
      parameters: [{ $ref: '#/components/parameters/Id' } as never],
      get: {
        operationId: 'ListThings',
        parameters: [
          { name: 'start_time', in: 'query', required: true, schema: { type: 'string', format: 'date-time' } },
          { name: 'end_time', in: 'query', required: true, schema: { type: 'string', format: 'date-time' } },
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 9 }, example: 3 },
          { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
        ],
        responses: { 200: { $ref: '#/components/responses/Page' } },
      },
      post: {
        operationId: 'MakeThing',
        security: [],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        responses: {},
      },
    },
  },
  components: {
    parameters: { Id: { name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'b 1' } },
    responses: { Page: { description: 'A page.' } },
    schemas: {
      Thing: {
        type: 'object',
        required: ['kind', 'inner', 'tags'],
        properties: {
          kind: { type: 'string', enum: ['a', 'b'] },
          inner: { $ref: '#/components/schemas/Thing' },
          tags: { type: 'array', items: { type: 'string', nullable: true }, minItems: 1 },
          other: { type: 'string' },
        },
      },
    },
  },
} as never)
const [list, make] = document.operations as [(typeof document.operations)[0], (typeof document.operations)[0]]
const thing = { $ref: '#/components/schemas/Thing' }

test('an operation is found by all that is said of it and its parameters', () => {
  const text = textOf({
    id: 'List',
    method: 'GET',
    path: '/v1',
    tag: '',
    summary: 'All',
    description: 'Newest LAST.',
    responses: [],
    secured: false,
    parameters: [{ name: 'q', in: 'query', description: 'A Filter' }],
  })
  for (const words of ['list', 'get', '/v1', 'all', 'newest last', 'q', 'a filter']) expect(text).toContain(words)
})

test('what is typed for an API is known in the address', () => {
  expect(typedIn(['api', 'as', 'p.version', 'page', 'body', 'q'])).toEqual(['as', 'p.version', 'body'])
})

test('a document is read with its references', () => {
  expect(document.operations.map((o) => [o.id, o.method, o.secured])).toEqual([
    ['ListThings', 'GET', true],
    ['MakeThing', 'POST', false],
  ])
  expect(list.parameters.map((p) => p.name)).toEqual(['id', 'start_time', 'end_time', 'limit', 'X-Trace'])
  expect(list.responses).toEqual([['200', { description: 'A page.' }]])
  expect(typeOf(thing, document)).toBe('Thing')
  expect(typeOf({ type: 'array', items: { type: 'string', nullable: true } }, document)).toBe('list of string or null')
  expect(boundsOf({ minimum: 1, maximum: 9, maxLength: 4, default: 'x' })).toEqual(['1 to 9', 'at most 4 characters', '"x" if left out'])
})

test('a sample has what must be there, and ends', () => {
  const sample = sampleOf(thing, document) as { kind: string; tags: string[]; inner: object }
  expect(sample.kind).toBe('a')
  expect(sample.tags).toEqual(['text'])
  expect(JSON.stringify(sample).length).toBeLessThan(1000)
  expect(examplesOf({ examples: { one: { summary: 'First', value: 1 } } }, document)).toEqual([{ name: 'First', value: 1 }])
})

test('a request is tried with what finds something', () => {
  const values = Object.fromEntries(list.parameters.map((p) => [p.name, firstValue(p, document)]))
  expect(targetOf(list, values)).toBe('/bots/b%201/things?start_time=2020-01-01T00%3A00%3A00Z&end_time=2100-01-01T00%3A00%3A00Z')
  expect(headersOf(list, { 'X-Trace': '1' })).toEqual([['X-Trace', '1']])
  expect(firstBody(list, document)).toBeUndefined()
  expect(firstBody(make, document)?.type).toBe('application/json')
})

test('coverage is sorted by operation', () => {
  const ids = [
    'x.List',
    'x.List.query.version',
    'x.List.query.version=LIVE',
    'x.List.page=later',
    'x.List.status=200',
    'x.Make',
    'x.Make.body.a[].b',
  ]
  const items = ids.map((id, i) => ({ id, hits: i % 2, covered: i % 2 > 0 }))
  const [first, second] = byOperation({ items } as unknown as Schemas['Coverage'])
  expect(first).toMatchObject({ api: 'x', operation: 'List', hits: 0, covered: 2 })
  expect(first?.items.map((i) => `${i.kind} ${i.name}`)).toEqual(['query version', 'query version=LIVE', 'page later', 'status 200'])
  expect(second).toMatchObject({ operation: 'Make', hits: 1, items: [{ kind: 'body', name: 'a[].b' }] })
})

test('what is said to have been served is where it is said to be', () => {
  const list = { operation: 'List', query: {}, response: { size: 1 }, violations: [], fault: '' }
  const rows = [200, 200, 400, 401, 503].map((status, i) =>
    rowOf({ ...list, id: `${i}`, status, fault: status === 503 ? 'f1' : '' } as never),
  )
  const listed = { api: 'x', operation: 'List', hits: 2, covered: 1, items: [] }
  const led = (href: string) => {
    setRoute(href)
    return rows.filter(matcher(filter.value)).length
  }
  expect([servedWords(listed), led(servedHref(listed))]).toEqual(['2 requests served', 2])
  expect([servedWords({ ...listed, hits: 0 }), led(servedHref({ ...listed, hits: 0 }))]).toEqual(['no request served yet', 5])
})
