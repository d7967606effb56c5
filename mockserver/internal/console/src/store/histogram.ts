// How many events there are over time.
import type { Schemas } from '../api/client'
import { count } from '../components/words'
import type { Question } from '../api/apis'
import { type Given, type ViewName, whereOf } from './eventViews'

/** The events of some time, in seconds since 1970; how many of them were written is not always told. */
export type Bar = { from: number; to: number; events: number; tracked: number }

/** How many there are, where, and how many of them clients wrote. */
export function barWords(b: Pick<Bar, 'events' | 'tracked'>, things: readonly [string, string], where = ''): string {
  const all = count(b.events, ...things) + where
  if (b.tracked === 0) return all
  return b.events === 1 ? `${all}, written by a client` : `${all}, of which ${count(b.tracked, 'was', 'were')} written by clients`
}

const seconds = (at: string): number => Date.parse(at) / 1000

export const barsOf = (h: Schemas['Histogram']): Bar[] =>
  h.parts.map((p) => ({ from: seconds(p.from), to: seconds(p.to), events: p.events, tracked: p.tracked }))

const days = 24 * 60 * 60

/** The unit in which a range is counted: hours where they are few. */
export function unitOf(from: string, to: string): 'hour' | 'day' {
  const span = seconds(to) - seconds(from)
  return span > 0 && span <= 5 * days ? 'hour' : 'day'
}

/** The query that counts over time what a view of Inkeep's lists, from an instant on if one is given. */
export function countQuestion(view: ViewName, given: Given, since = ''): Question {
  const unit = view === 'events' ? unitOf(given('from'), given('to')) : since ? 'hour' : 'day'
  const field = view === 'conversations' ? 'firstMessageTime' : 'createdAt' // of which a conversation has none to ask for
  const select = [
    { type: 'time', timeUnit: unit, field },
    { type: 'aggregation', aggregation: 'count' },
  ]
  const where = view === 'events' ? whereOf(given) : since ? { condition: { field, operator: 'gte', value: since } } : undefined
  const orderBy = [{ field: `${field}_${unit}`, direction: 'asc' }]
  return { method: 'POST', path: `/query/${view}`, query: [], body: JSON.stringify({ select, where, orderBy }) }
}

/** How many bars there are at most. */
const mostBars = 120

/** How many units a bar may have, in steps that people know: hours as half days and days, days as weeks, months and years. */
const widths = { hour: [1, 3, 6, 12, 24, 168], day: [1, 7, 30, 90, 365, 3650, 36_500] } as const

/** The bars of an answer to such a query, with those in between that are empty, as wide as it takes for all to have room. */
export function barsOfQuery(answer: unknown): Bar[] {
  const rows = (answer as { data?: { result?: Record<string, unknown>[] } } | undefined)?.data?.result ?? []
  const unit = rows.some((row) => Object.keys(row).some((name) => name.endsWith('_hour'))) ? 'hour' : 'day'
  const counted = rows.flatMap((row) => {
    const at = Object.entries(row).find(([name]) => /_(hour|day)$/.test(name))?.[1]
    return at === undefined ? [] : [{ at: seconds(String(at)), events: Number(row['count']) }]
  })
  if (counted.length === 0) return []
  const begin = counted.reduce((least, c) => Math.min(least, c.at), Infinity)
  const span = counted.reduce((most, c) => Math.max(most, c.at), -Infinity) - begin
  const length = unit === 'hour' ? 3600 : days
  const width = length * (widths[unit].find((w) => span / (length * w) < mostBars - 1) ?? Math.ceil(span / length / (mostBars - 1)))
  const bars = Array.from({ length: Math.floor(span / width) + 1 }, (_, i): Bar => ({
    from: begin + i * width,
    to: begin + (i + 1) * width,
    events: 0,
    tracked: 0,
  }))
  for (const { at, events } of counted) (bars[Math.floor((at - begin) / width)] as Bar).events += events
  return bars
}

/** Over how many events a query is asked at most when nobody says which time is meant; it goes through all of them. */
export const mostAsked = 50_000

/** When about that many events began that end now. A busy month is as long as seeded data get. */
export function recentOf(now: number, events: number): string {
  const hours = Math.max(1, Math.floor((30 * 24 * mostAsked) / events))
  return instant(Math.floor(now / 3_600_000) * 3600 - (hours - 1) * 3600)
}

/** What was brushed, widened to whole bars, as the APIs take times; undefined if it is nothing. */
export function brushed(bars: readonly Bar[], from: number, to: number): { from: string; to: string } | undefined {
  const hit = bars.filter((b) => b.to > from && b.from < to)
  const [begin, end] = [hit[0], hit.at(-1)]
  return begin && end ? { from: instant(begin.from), to: instant(end.to) } : undefined
}

/** A time in RFC 3339, without a fraction that says nothing. */
export const instant = (at: number): string => new Date(at * 1000).toISOString().replace('.000Z', 'Z')
