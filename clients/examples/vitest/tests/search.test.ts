import { useMock } from '@understudy-mock/understudy/vitest'
import { describe, expect, test } from 'vitest'
import { Search } from '../src/search.js'

const mock = useMock()

test('a search is logged exactly once', async () => {
  await new Search(mock.url).submitted('api key')
  const [logged] = await mock.expect({ operation: 'LogEvent', body: { searchQuery: 'api key' }, exactly: 1 })
  expect(logged?.status).toBe(200)
})

test('it is logged once, too, where the API fails twice', async () => {
  const outage = await mock.fault({ match: { operation: 'LogEvent' }, when: { first: 2 }, status: 503 })
  await new Search(mock.url).submitted('api key')
  expect(await outage.counts()).toEqual({ seen: 3, hit: 2 })
  expect(await mock.events('inkeep', { tracked: true })).toHaveLength(1)
})

test('a wrong key is told', async () => {
  await expect(new Search(mock.url, 'no-such-key').submitted('api key')).rejects.toThrow()
})

describe('at the end of a month', () => {
  const mock = useMock({ now: '2026-01-31T23:59:59Z' })

  test('a search has the time of the mock', async () => {
    const search = new Search(mock.url)
    await search.submitted('first')
    await mock.clock.advance('1s')
    await search.submitted('second')
    const logged = await mock.events<{ createdAt: string }>('inkeep', { tracked: true })
    expect(logged.map(({ createdAt }) => createdAt)).toEqual(['2026-01-31T23:59:59.000Z', '2026-02-01T00:00:00.000Z'])
  })
})
