// Which parts of the contract requests have used, by operation.
import { signal } from '@preact/signals'
import { type Schemas, ask } from '../api/client'
import { count } from '../components/words'
import { hrefOf, namespace } from './route'

export type Item = { id: string; kind: Kind; name: string; hits: number }
export const kinds = ['path', 'query', 'header', 'body', 'page', 'status'] as const
export type Kind = (typeof kinds)[number]
export type Covered = { api: string; operation: string; hits: number; covered: number; items: Item[] }

export const coverage = signal<readonly Covered[]>([])

const isKind = (text: string): text is Kind => (kinds as readonly string[]).includes(text)

/** Sorts the items of a list by operation, in its order: api.Operation, api.Operation.query.version=LIVE, api.Operation.status=200. */
export function byOperation(list: Schemas['Coverage']): Covered[] {
  const all = new Map<string, Covered>()
  for (const { id, hits } of list.items) {
    const [, api = '', operation = '', kind = '', name = ''] = /^([^.]+)\.([^.]+)(?:\.([a-z]+)[.=](.*))?$/.exec(id) ?? []
    const key = `${api}.${operation}`
    const known = all.get(key) ?? { api, operation, hits: 0, covered: 0, items: [] }
    all.set(key, known)
    if (isKind(kind)) known.items.push({ id, kind, name, hits })
    else known.hits = hits
    known.covered += Number(isKind(kind) && hits > 0)
  }
  return [...all.values()].filter((c) => c.operation !== '')
}

/** How often an operation was used: a request that is refused, or that a fault answers, uses the status of its answer alone. */
export const servedWords = (c: Covered): string => (c.hits > 0 ? `${count(c.hits, 'request')} served` : 'no request served yet')

/** Where those requests are. Where there are none, the others of the operation are. */
export const servedHref = (c: Covered): string => hrefOf('traffic', { operation: c.operation, status: c.hits > 0 ? '2xx' : '' })

/** Reads it anew; a mock that does not answer is shown by the stream. */
export async function readCoverage(): Promise<void> {
  const name = namespace.peek()
  const list = await ask('get', '/__understudy/coverage', { namespace: name }).catch(() => undefined)
  if (list && namespace.peek() === name) coverage.value = byOperation(list)
}
