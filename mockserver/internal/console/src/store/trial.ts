// A request that a person puts together from a document, and what is sent of it.
import { type Document, type Operation, type Parameter, examplesOf } from './document'

/** The parameters of an address that what is typed stands in, which makes no sense for another API. */
export const typedIn = (names: Iterable<string>): string[] =>
  [...names].filter((name) => name === 'as' || name === 'body' || name.startsWith('p.'))

export type Trial = { values: Record<string, string>; body: string }

/** What a parameter is tried with at first: if it is required, a range of time that holds whatever there is, or what the document shows. */
export function firstValue(p: Parameter, document: Document): string {
  const schema = document.resolve(p.schema ?? {})
  if (!p.required) return ''
  if (/date/.test(schema.format ?? '')) return /^(end|before|until)/.test(p.name) ? '2100-01-01T00:00:00Z' : '2020-01-01T00:00:00Z'
  const shown = p.example ?? schema.example ?? schema.enum?.[0]
  return shown === undefined ? '' : String(shown)
}

export const bodyOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2))

/** The media type and the body with which an operation is tried at first; undefined if it takes none. */
export function firstBody(o: Operation, document: Document): { type: string; examples: { name: string; text: string }[] } | undefined {
  const found = Object.entries(o.body?.content ?? {})[0]
  if (!found) return undefined
  return { type: found[0], examples: examplesOf(found[1], document).map(({ name, value }) => ({ name, text: bodyOf(value) })) }
}

/** The path and query of a request. Of the query, what is empty is left out; a path has what is typed, be it wrong. */
export function targetOf(o: Operation, values: Record<string, string>): string {
  const path = o.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
  const query = new URLSearchParams(
    o.parameters.filter((p) => p.in === 'query' && values[p.name]).map((p): [string, string] => [p.name, values[p.name] ?? '']),
  )
  return path + (query.size > 0 ? `?${query}` : '')
}

export const headersOf = (o: Operation, values: Record<string, string>): [string, string][] =>
  o.parameters.filter((p) => p.in === 'header' && values[p.name]).map((p) => [p.name, values[p.name] ?? ''])
