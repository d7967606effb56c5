// What must fail: the test of the package reads the report of a run.
import { test, useMock } from '@understudy-mock/understudy/vitest'
import { describe, expect } from 'vitest'

const wrong = (mock) => fetch(`${mock.url}/v1/bots/demobot1/events/stream`)

describe.concurrent('the fixture', () => {
  test('fails where a request breaks the contract', async ({ mock }) => {
    await wrong(mock)
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

  test('passes behind it', async () => {
    expect(await mock.events('chatlayer')).toEqual([])
  })
})
