import type { Event } from './api/chatlayer'

const day = 24 * 60 * 60 * 1000

/** Days, in UTC, as date inputs have them: both are in the range. */
export interface Days {
  from: string
  to: string
}

const dateOf = (instant: number) => new Date(instant).toISOString().slice(0, 10)

/** The last so many days, today among them. */
export const lastDays = (count: number, now = Date.now()): Days => ({ from: dateOf(now - (count - 1) * day), to: dateOf(now) })

/** From the first instant of the first day to that of the day behind the last. */
export const boundsOf = ({ from, to }: Days) => ({ start: new Date(from), end: new Date(Date.parse(to) + day) })

/** How many events there are on each of the days, those without any among them. */
export function countByDay(events: Pick<Event, 'timestamp'>[], days: Days): { day: string; count: number }[] {
  const { start, end } = boundsOf(days)
  const counts = new Map<string, number>()
  for (let at = start.getTime(); at < end.getTime(); at += day) counts.set(dateOf(at), 0)
  for (const { timestamp } of events) {
    const on = dateOf(Date.parse(timestamp))
    counts.set(on, (counts.get(on) ?? 0) + 1)
  }
  return [...counts].map(([day, count]) => ({ day, count }))
}
