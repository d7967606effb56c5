// What came, as far as the page has it: the newest exchanges, kept up to date by the mock's stream.
import { computed, effect, signal } from '@preact/signals'
import type { Schemas } from '../api/client'
import { params } from './route'
import { type Filter, type Row, matcher, rowOf } from './row'

/** How many lines are held at most; when there are more, the oldest quarter goes. */
export const mostRows = 40_000

let rows: Row[] = []
const ids = new Set<string>()
const revision = signal(0)

/** Exchanges that came since the start or the last reset, those that had to make room, and those that the page itself has missed. */
export const total = signal(0)
export const dropped = signal(0)
export const missed = signal(0)
/** Whether the mock has older ones than the page. */
export const older = signal(false)

/** All lines, the newest last. The list is another one whenever something has changed. */
export const all = computed<readonly Row[]>(() => (revision.value, rows.slice()))

/** All lines as they were a moment ago, for what is costly to find in them: however fast they come, it changes a few times a second. */
export const settled = signal<readonly Row[]>([])

let timer: ReturnType<typeof setTimeout> | undefined
effect(() => {
  void all.value
  timer ??= setTimeout(() => {
    timer = undefined
    settled.value = all.peek()
  }, 300)
})

/** The ids of the exchanges that have a word in their bodies, by the words that were looked for there. */
export const inBodies = signal<ReadonlyMap<string, ReadonlySet<string>>>(new Map())

/** What the address asks for. */
export const filter = computed<Filter>(() => {
  const get = (name: string) => params.value.get(name) ?? ''
  return {
    operation: get('operation'),
    method: get('method'),
    status: get('status'),
    violation: get('violation'),
    fault: get('fault'),
    api: get('api'),
    empty: get('empty'),
    text: get('q'),
  }
})

export const filtered = computed(() => Object.values(filter.value).some(Boolean))

/** The lines that the filter leaves, the newest last. */
export const shown = computed<readonly Row[]>(() => (filtered.value ? all.value.filter(matcher(filter.value, inBodies.value)) : all.value))

function held(x: Schemas['Exchange']): Row[] {
  if (ids.has(x.id)) return []
  ids.add(x.id)
  return [rowOf(x)]
}

/** Takes a list as the mock gives it, in place of all that was there. */
export function load(list: Schemas['ExchangeList']): void {
  rows = []
  ids.clear()
  rows = list.exchanges.flatMap(held)
  total.value = list.total
  dropped.value = list.dropped
  missed.value = 0
  older.value = list.exchanges.length < list.total - list.dropped
  revision.value++
}

/** Takes exchanges that came before those that are there. */
export function prepend(list: Schemas['ExchangeList']): void {
  rows = [...list.exchanges.flatMap(held), ...rows]
  older.value = list.exchanges.length > 0 && rows.length < mostRows * 0.75
  revision.value++
}

/** Takes exchanges that have just come. */
export function append(came: readonly Schemas['Exchange'][]): void {
  const fresh = came.flatMap(held)
  for (const row of fresh) rows.push(row)
  total.value += fresh.length
  if (rows.length > mostRows) {
    for (const gone of rows.splice(0, rows.length - Math.floor(mostRows * 0.75))) ids.delete(gone.id)
    older.value = true
  }
  revision.value++
}

/** Notes that the mock forgot so many before they could be shown. */
export function miss(count: number): void {
  missed.value += count
  total.value += count
}

export function forget(): void {
  load({ total: 0, dropped: 0, exchanges: [] })
}

export const newestId = (): string => rows.at(-1)?.id ?? ''
export const isHeld = (id: string): boolean => ids.has(id)
export const oldestId = (): string => rows[0]?.id ?? ''

/** How many lines there are by a property, the most frequent first. */
export function countBy(list: readonly Row[], property: (row: Row) => string): [string, number][] {
  const counts = new Map<string, number>()
  for (const row of list) {
    const value = property(row)
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
}
