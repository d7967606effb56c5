// What must fail: the test of the package reads the report of a run.
const { useMock } = require('@understudy-mock/understudy/jest')

const mock = useMock()
const wrong = () => fetch(`${mock.url}/v1/bots/demobot1/events/stream`)

test('fails where a request breaks the contract', wrong)

test('passes behind it', async () => {
  expect(await mock.journal()).toEqual([])
})

test('passes where it is allowed', async () => {
  mock.allowViolation('security.missing')
  await wrong()
})
