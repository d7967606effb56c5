// A test without a browser, for `understudy mutate`: it notices pages that are wrong.
import { expect, test } from '@understudy-mock/understudy/playwright'
import { basic } from './page.js'

test('walks all pages', async ({ mock, request }) => {
  const ids: string[] = []
  for (let token = ''; ids.length < 20; ) {
    const params = { version: 'LIVE', start_time: '2020-01-01', end_time: '2100-01-01', page_size: '5', page_token: token }
    const answer = await request.get(`${mock.url}/v1/bots/demobot1/events/stream`, { headers: basic, params })
    const page = (await answer.json()) as { events: { id: string }[]; next_page_token: string }
    ids.push(...page.events.map(({ id }) => id))
    token = page.next_page_token
  }
  expect(new Set(ids).size).toBe(20)
})
