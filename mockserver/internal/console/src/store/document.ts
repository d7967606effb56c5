// The OpenAPI documents that the mock serves, read as far as a person wants to see them.
import { ask, send } from '../api/client'

export type Schema = {
  $ref?: string
  type?: string
  format?: string
  description?: string
  enum?: unknown[]
  default?: unknown
  example?: unknown
  nullable?: boolean
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  required?: string[]
  properties?: Record<string, Schema>
  items?: Schema
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
  additionalProperties?: boolean | Schema
  discriminator?: { propertyName: string }
  'x-in-words'?: string
}

type Ref = { $ref?: string }
type Example = { summary?: string; value: unknown }
export type Media = { schema?: Schema; example?: unknown; examples?: Record<string, Example> }
export type Parameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema?: Schema
  example?: unknown
}
type Body = { description?: string; required?: boolean; content: Record<string, Media> }
type Response = { description?: string; content?: Record<string, Media> }
type Written = {
  operationId: string
  summary?: string
  description?: string
  tags?: string[]
  parameters?: (Parameter & Ref)[]
  requestBody?: Body & Ref
  responses: Record<string, Response & Ref>
  security?: unknown[]
}

export type Operation = {
  id: string
  method: string
  path: string
  tag: string
  summary: string
  description: string
  parameters: Parameter[]
  body?: Body
  responses: [string, Response][]
  /** It asks for credentials. */
  secured: boolean
}

export type Document = {
  title: string
  description: string
  operations: Operation[]
  tags: { name: string; description: string }[]
  /** Follows a reference, if it is one. */
  resolve: <T extends object>(value: T & Ref) => T
}

type Raw = {
  info: { title: string; description?: string }
  tags?: { name: string; description?: string }[]
  security?: unknown[]
  paths: Record<string, Record<string, Written> & { parameters?: (Parameter & Ref)[] }>
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/** Follows a JSON Pointer from the root of a document. */
function at(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((here, part) => (here as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')], root)
}

export const nameOf = (schema: Schema): string => schema.$ref?.split('/').at(-1) ?? ''

export function readDocument(raw: Raw): Document {
  const resolve = <T extends object>(value: T & Ref): T => (value.$ref ? resolve(at(raw, value.$ref.slice(1)) as T & Ref) : value)
  const operations = Object.entries(raw.paths).flatMap(([path, item]) =>
    methods.flatMap((method): Operation[] => {
      const o = item[method]
      if (!o) return []
      return [
        {
          id: o.operationId,
          method: method.toUpperCase(),
          path,
          tag: o.tags?.[0] ?? '',
          summary: o.summary ?? '',
          description: o.description ?? '',
          parameters: [...(item.parameters ?? []), ...(o.parameters ?? [])].map((p) => resolve<Parameter>(p)),
          body: o.requestBody && resolve<Body>(o.requestBody),
          responses: Object.entries(o.responses).map(([status, r]) => [status, resolve<Response>(r)]),
          secured: (o.security ?? raw.security ?? []).length > 0,
        },
      ]
    }),
  )
  const tags = (raw.tags ?? []).map(({ name, description = '' }) => ({ name, description }))
  return { title: raw.info.title, description: raw.info.description ?? '', operations, tags, resolve }
}

/** What an operation is searched in, in lower case. */
export const textOf = (o: Operation): string =>
  [o.id, o.method, o.path, o.summary, o.description, ...o.parameters.flatMap((p) => [p.name, p.description ?? ''])].join(' ').toLowerCase()

/** The name under which the mock's own document is, beside those of its APIs. */
export const ownDocument = 'control'

const kept = new Map<string, Promise<unknown>>()

/** What is the same for as long as the page lives; what failed is asked for again. */
function once<T>(key: string, load: () => Promise<T>): Promise<T> {
  const known = kept.get(key) as Promise<T> | undefined
  if (known) return known
  const asked = load()
  kept.set(key, asked)
  asked.catch(() => kept.delete(key))
  return asked
}

export const fetchDocument = (api: string): Promise<Document> =>
  once(`document ${api}`, async () => {
    const raw =
      api === ownDocument
        ? await ask('get', '/__understudy/openapi.json')
        : await ask('get', '/__understudy/specs/{api}.json', { path: { api } })
    return readDocument(raw as unknown as Raw)
  })

/** Where the text of a document is. */
export const pathOf = (api: string): string => (api === ownDocument ? '/__understudy/openapi.yaml' : `/__understudy/specs/${api}.yaml`)

/** The lines of a document as it is in the repository: the mock puts two lines about itself into what it serves. */
export const fetchLines = (api: string): Promise<string[]> =>
  once(`lines ${api}`, async () => {
    const lines = (await (await send('default', pathOf(api))).text()).split('\n')
    const own = lines.findIndex((line) => line.includes('description: The mock that this document comes from'))
    if (own > 0) lines.splice(own - 1, 2)
    return lines
  })

/** What a value may be, in a few words. */
export function typeOf(schema: Schema, document: Document): string {
  const s = document.resolve(schema)
  if (s.type === 'array' && s.items) return `list of ${typeOf(s.items, document)}`
  const choices = s.oneOf ?? s.anyOf
  if (choices && !s.type) return nameOf(schema) || choices.map((c) => typeOf(c, document)).join(' or ')
  const type = s.type ?? (s.properties || s.allOf ? 'object' : 'any')
  return [type === 'object' && nameOf(schema) ? nameOf(schema) : type, s.format ? `(${s.format})` : '', s.nullable ? 'or null' : '']
    .filter(Boolean)
    .join(' ')
}

/** What bounds a value, in a few words each. */
export function boundsOf(s: Schema): string[] {
  const between = (from: number | undefined, to: number | undefined, unit: string) =>
    from === undefined && to === undefined
      ? []
      : [
          [
            from === undefined
              ? `at most ${to}`
              : to === undefined
                ? `at least ${from}`
                : from === to
                  ? `exactly ${from}`
                  : `${from} to ${to}`,
            unit && `${unit}${(to ?? from) === 1 ? '' : 's'}`,
          ]
            .join(' ')
            .trim(),
        ]
  return [
    ...between(s.minimum, s.maximum, ''),
    ...between(s.minLength, s.maxLength, 'character'),
    ...between(s.minItems, s.maxItems, 'element'),
    ...(s['x-in-words'] ? [s['x-in-words']] : s.pattern ? [`like ${s.pattern}`] : []),
    ...(s.default === undefined ? [] : [`${JSON.stringify(s.default)} if left out`]),
  ]
}

/** Something that fits a schema: its own example, or the least that there can be. */
export function sampleOf(schema: Schema, document: Document, depth = 0): unknown {
  const s = document.resolve(schema)
  const told = s.example ?? s.default ?? s.enum?.[0]
  if (told !== undefined) return told
  const choice = s.oneOf?.[0] ?? s.anyOf?.[0] ?? s.allOf?.[0]
  if (choice) return sampleOf(choice, document, depth)
  switch (s.type ?? (s.properties ? 'object' : '')) {
    case 'object':
      return Object.fromEntries(
        (depth > 6 ? [] : (s.required ?? [])).flatMap((name) =>
          s.properties?.[name] ? [[name, sampleOf(s.properties[name], document, depth + 1)]] : [],
        ),
      )
    case 'array':
      return (s.minItems ?? 0) > 0 && s.items ? [sampleOf(s.items, document, depth + 1)] : []
    case 'integer':
    case 'number':
      return s.minimum ?? 0
    case 'boolean':
      return false
    default:
      return s.type === 'string' ? 'text' : null
  }
}

/** The examples of a body by what they show. */
export function examplesOf(media: Media, document: Document): { name: string; value: unknown }[] {
  if (media.examples) return Object.entries(media.examples).map(([name, e]) => ({ name: e.summary ?? name, value: e.value }))
  if (media.example !== undefined) return [{ name: 'Example', value: media.example }]
  return media.schema ? [{ name: 'Example', value: sampleOf(media.schema, document) }] : []
}
