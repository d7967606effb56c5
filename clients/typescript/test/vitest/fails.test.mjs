// What must fail: the test of the package reads the report of a run.
import { test, useMock } from '@understudy-mock/understudy/vitest'
import { describe, expect } from 'vitest'

const wrong = (mock) => fetch(`${mock.url}/v1/bots/demobot1/events/stream`)

const basic = { Authorization: `Basic ${btoa('demo-token-id:demo-token-secret')}` }
const range = 'version=LIVE&start_time=2020-01-01&end_time=2100-01-01'
const emptyList = (mock) => fetch(`${mock.url}/v1/bots/demobot1/events/stream?${range}&event=Signup`, { headers: basic })

describe.concurrent('the fixture', () => {
  test('fails where a request breaks the contract', async ({ mock }) => {
    await wrong(mock)
  })

  test('shows what came where it fails by itself', async ({ mock }) => {
    await emptyList(mock)
    expect('what the app shows').toBe('what it should show')
  })

  test('passes beside it', async ({ mock }) => {
    expect(await mock.violations()).toEqual([])
  })

  test('passes where it is allowed', async ({ mock }) => {
    mock.allowViolation('security.missing')
    await wrong(mock)
  })
})

describe('useMock', () => {
  const mock = useMock({ scenario: 'empty' })

  test('fails where a request breaks the contract, too', async () => {
    await wrong(mock)
    await mock.reset()
  })

  test('shows the latest of what came where it fails by itself, too', async () => {
    for (let i = 0; i < 20; i++) await emptyList(mock)
    expect('what the app shows').toBe('what it should show')
  })

  test('passes behind it', async () => {
    expect(await mock.events('chatlayer')).toEqual([])
  })
})
