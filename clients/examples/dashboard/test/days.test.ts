import { expect, test } from 'vitest'
import { boundsOf, countByDay, lastDays } from '../src/days'

test('the last seven days end today, by the calendar in UTC', () => {
  expect(lastDays(7, Date.parse('2026-03-02T00:30:00+01:00'))).toEqual({ from: '2026-02-23', to: '2026-03-01' })
})

test('both ends are whole days', () => {
  expect(boundsOf({ from: '2026-03-01', to: '2026-03-02' })).toEqual({ start: new Date('2026-03-01'), end: new Date('2026-03-03') })
})

test('each day has its count, empty ones too', () => {
  const events = ['2026-03-01T00:00:00Z', '2026-03-03T23:59:59.999Z', '2026-03-03T12:00:00+02:00'].map((timestamp) => ({ timestamp }))
  expect(countByDay(events, { from: '2026-03-01', to: '2026-03-03' })).toEqual([
    { day: '2026-03-01', count: 1 },
    { day: '2026-03-02', count: 0 },
    { day: '2026-03-03', count: 2 },
  ])
})
