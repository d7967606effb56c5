// An exchange as a line of a list: what is shown of it and what it is found by, and no more, for there are many.
import type { Schemas } from '../api/client'

export type Violation = Schemas['Violation']

export type Row = {
  id: string
  at: string
  took: number
  api: string
  operation: string
  method: string
  path: string
  query: string
  status: number
  size: number
  violations: readonly Violation[]
  fault: string
  /** What is told of the credential that was refused. */
  refused: string
  /** It is a list that came back empty. */
  empty: boolean
  /** All that a text is looked for in, in lower case. */
  text: string
}

/** Whether a violation is only noted, or was announced. */
export const isLenient = (v: Violation): boolean => v.advisory || v.on_purpose

/** What to do about a violation, with the values that are allowed where these are listed beside it alone. */
export const fixOf = (v: Violation): string => (v.expected ? v.fix.replace('one of the values listed', () => v.expected) : v.fix)

const none: readonly Violation[] = []

export function rowOf(x: Schemas['Exchange']): Row {
  const query = queryOf(x.query)
  const rules = x.violations.map((v) => v.rule).join(' ')
  const empty = x.returned === 0
  return {
    id: x.id,
    at: x.at,
    took: x.duration_ms,
    api: x.api,
    operation: x.operation,
    method: x.method,
    path: x.path,
    query,
    status: x.status,
    size: x.response.size,
    violations: x.violations.length > 0 ? x.violations : none,
    fault: x.fault,
    refused: x.status === 401 ? (x.credential ?? 'none') : '',
    empty,
    text: `${x.method} ${x.path}?${query} ${x.operation} ${x.status} ${x.id} ${rules} ${x.fault} ${empty ? 'empty' : ''}`.toLowerCase(),
  }
}

/** The query as people write it. */
export function queryOf(query: Schemas['Exchange']['query']): string {
  return Object.entries(query)
    .flatMap(([name, values]) => (Array.isArray(values) ? values : [values]).map((value) => `${name}=${String(value)}`))
    .join('&')
}

/** What a list is narrowed by; in the address each has its name, but for the text, which is q. */
export type Filter = {
  operation: string
  method: string
  status: string
  violation: string
  fault: string
  api: string
  empty: string
  text: string
}

/** The parameters of an address that narrow nothing. */
export const noFilter = { q: '', operation: '', method: '', status: '', violation: '', fault: '', api: '', empty: '', bodies: '' }

/** The words of a text: those that have to be there, those that must not, as -word, and all of them. */
export function wordsOf(text: string): { wanted: string[]; unwanted: string[]; all: string[] } {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const wanted = words.filter((word) => !/^-./.test(word))
  const unwanted = words.filter((word) => /^-./.test(word)).map((word) => word.slice(1))
  return { wanted, unwanted, all: [...new Set([...wanted, ...unwanted])] }
}

/** Makes of a filter what tells whether it is for a row. A word is there, too, where the bodies that have it are those of the row. */
export function matcher(filter: Filter, inBodies: ReadonlyMap<string, ReadonlySet<string>> = new Map()): (row: Row) => boolean {
  const { wanted, unwanted } = wordsOf(filter.text)
  const has = (row: Row, word: string) => row.text.includes(word) || inBodies.get(word)?.has(row.id) === true
  return (row) =>
    (!filter.operation || (row.operation || 'none') === filter.operation) &&
    (!filter.method || row.method === filter.method) &&
    (!filter.status || hasStatus(row.status, filter.status)) &&
    (!filter.api || row.api === filter.api) &&
    (!filter.empty || row.empty) &&
    (!filter.fault || (filter.fault === 'any' ? row.fault !== '' : row.fault === filter.fault)) &&
    (!filter.violation ||
      (filter.violation === 'any' ? row.violations.length > 0 : row.violations.some((v) => v.rule === filter.violation))) &&
    wanted.every((word) => has(row, word)) &&
    !unwanted.some((word) => has(row, word))
}

const hasStatus = (status: number, wanted: string): boolean =>
  wanted.endsWith('xx') ? Math.floor(status / 100) === Number(wanted[0]) : status === Number(wanted)

/** What the page has written itself: the ids of its requests. */
export const ownWrites = new Set<string>()

/** How many requests of others wrote by an operation since one came, to a bot if that is named. */
export function writtenSince(rows: readonly Row[], last: string, operation: string, bot: string): number {
  let count = 0
  for (let i = rows.length - 1; i >= 0 && rows[i]?.id !== last; i--) {
    const row = rows[i] as Row
    count += Number(
      row.operation === operation && row.status === 200 && !ownWrites.has(row.id) && (!bot || row.path.includes(`/bots/${bot}/`)),
    )
  }
  return count
}
