import type { WorldOptions } from './client.js'
import { sent } from './shown.js'
import { start, type Started, type StartOptions } from './start.js'
import { reason, TestMock, told, worldName } from './world.js'

/** Starts the mock of a run, unless `UNDERSTUDY_URL` names one, and puts its URL there, where workers find it. */
export async function startForRun(options?: StartOptions): Promise<{ url: string; stop: () => Promise<void> }> {
  const running = told()
  if (running) return { url: running.url, stop: async () => undefined }
  const mock: Started = await start(options)
  process.env['UNDERSTUDY_URL'] = mock.url
  return {
    url: mock.url,
    stop: async () => {
      delete process.env['UNDERSTUDY_URL']
      await mock.stop()
    },
  }
}

/** Makes the world of a test. */
export async function begin(title: string, options: WorldOptions, setup: string): Promise<TestMock> {
  const server = told()
  if (!server) throw new Error(`there is no mock: add ${setup}, or run the tests with npx understudy exec -- …`)
  const mock = new TestMock({ ...server, namespace: worldName(title) })
  await mock.make(options)
  return mock
}

/** Judges the world of a test, and takes it away. What a failed test sent is told as one more error of it. */
export async function end(mock: TestMock, failed: boolean): Promise<void> {
  try {
    const broken = await mock.judge()
    const told = [broken.length > 0 && reason(broken), failed && (await sent(mock))].filter(Boolean)
    if (told.length === 0) return
    const error = new Error(told.join('\n'))
    error.stack = `${error.name}: ${error.message}` // where it is thrown says nothing to whoever reads the report
    throw error
  } finally {
    await mock.end()
  }
}

/** Stands for the world of whichever test runs. */
export function current(find: () => TestMock | undefined): TestMock {
  return new Proxy({} as TestMock, {
    get: (_, name) => {
      const mock = find()
      if (!mock) throw new Error('useMock(): outside of a test there is no world; use it in tests, beforeEach and afterEach')
      const value = Reflect.get(mock, name) as unknown
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(mock) : value
    },
  })
}
