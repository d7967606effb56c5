// What must fail: the test of the package reads the report of a run.
import { expect, test } from '@understudy-mock/understudy/playwright'
import { api, ask, basic } from './page.js'

const range = 'start_time=2020-01-01&end_time=2100-01-01'
const wrong = `/v1/bots/demobot1/events/stream?version=live&${range}`
const empty = `/v1/bots/demobot1/events/stream?version=LIVE&${range}&event=Signup`

const track = (base: string) =>
  fetch(`${base}/v1/bots/demobot1/events/track`, { method: 'POST', headers: basic, body: '{"event":"sign-up","user_id":"mia"}' })

test('fails by its name for a wrong request', async ({ page, mock }) => {
  expect(await ask(page, api + wrong)).toBe(400)
  await mock.reset({ scenario: 'empty' })
  expect(await ask(page, api + wrong)).toBe(400)
})

test('passes where the wrong request is declared', async ({ mock }) => {
  mock.allowViolation('query.enum')
  expect((await fetch(mock.url + wrong, { headers: basic })).status).toBe(400)
})

test('shows what came where it fails by itself', async ({ mock }) => {
  await fetch(mock.url + empty, { headers: basic })
  await track(mock.url)
  await mock.expect({ operation: 'TrackEvent', body: { event: 'signup' }, exactly: 1 })
})

test.describe('with retries', () => {
  test.describe.configure({ retries: 1 })

  test('begins anew when it is tried again', async ({ mock }, info) => {
    expect(await mock.journal()).toEqual([])
    await fetch(mock.url + (info.retry === 0 ? wrong : empty), { headers: basic })
  })
})

test('shows what came where its time is over', async ({ mock }) => {
  test.setTimeout(Number(process.env['TIME'] ?? 3000))
  await track(mock.url)
  await mock.fault({ delay: '1h' })
  await track(mock.url)
})
