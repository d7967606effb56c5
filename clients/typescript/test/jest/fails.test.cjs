// What must fail: the test of the package reads the report of a run.
const { useMock } = require('@understudy-mock/understudy/jest')

const mock = useMock()
const wrong = () => fetch(`${mock.url}/v1/bots/demobot1/events/stream`)

test('fails where a request breaks the contract', wrong)

test('shows what came where it fails by itself', async () => {
  await fetch(`${mock.url}/v1/echo`)
  mock.allowViolation('route.method')
  expect('what the app shows').toBe('what it should show')
})

test('passes behind it', async () => {
  expect(await mock.journal()).toEqual([])
})

test('passes where it is allowed', async () => {
  mock.allowViolation('security.missing')
  await wrong()
})
