import { test as base } from '@playwright/test'
import type {
  BrowserContext, Fixtures, PlaywrightTestArgs, PlaywrightTestOptions, PlaywrightWorkerArgs, PlaywrightWorkerOptions, TestInfo,
} from '@playwright/test'
import type { Clock, Duration, MockOptions, WorldOptions } from './client.js'
import { line } from './errors.js'
import { milliseconds } from './http.js'
import { reroute } from './routing.js'
import { sharedMock } from './shared.js'
import { reasons } from './shown.js'
import { at, reason, TestMock, told, worldName } from './world.js'

export { expect } from '@playwright/test'
export { understudyServer } from './web-server.js'

/** Options of tests: for `use` in the configuration, and for `test.use`. */
export interface UnderstudyOptions {
  /** Whether each test has a world of its own, which is the default, or all tests of a worker share one. */
  understudyScope: 'test' | 'worker'
  /** What the world is like: `{ scenario: 'empty' }`, `{ now: '2026-01-15T10:00:00Z' }`. */
  understudyWorld: WorldOptions
  /**
   * Origins, or base URLs, of the real APIs that the app knows, such as `https://api.analytics.example.com`: what a page sends there goes
   * to the world of the test. What it sends to the mock always does.
   */
  understudyOrigins: string[]
  /** Whether pages have the time of the mock where that is not the machine's, which is the default. */
  understudyClock: boolean
}

/** Options of workers: for `use` in the configuration. */
export interface UnderstudyWorkerOptions {
  /** A mock that runs already. Without it that of the environment variable `UNDERSTUDY_URL` is used, else one is started for the run. */
  understudyUrl: string | undefined
  /** Flags of `understudy serve` for the mock that is started. */
  understudyFlags: string[]
}

/** A mock with what belongs to Playwright. */
export class PlaywrightMock extends TestMock {
  private contexts: BrowserContext[] = []
  private time: Clock | undefined

  constructor(
    options: MockOptions,
    private readonly origins: string[],
    private readonly keepsPagesInStep: boolean,
  ) {
    super(options)
  }

  override async make(options: WorldOptions): Promise<string> {
    const now = await super.make(options)
    if (now !== 'real') this.time = { now, mode: 'frozen', speed: 0 }
    return now
  }

  /** Has the pages of a context live in this world. Those of the fixtures `page` and `context` do already. */
  async attach(context: BrowserContext): Promise<void> {
    await reroute(context, this.server.url, this.url, this.origins)
    this.contexts.push(context)
    if (this.time && this.keepsPagesInStep) await follow(context, await this.clock.get())
  }

  /** Lets go of all contexts. */
  detach(): void {
    this.contexts = []
  }

  protected override async moved(clock: Clock, by?: Duration): Promise<void> {
    const was = this.time?.mode ?? 'real'
    this.time = clock
    if (clock.mode === 'real' && was === 'real') return // pages have that of the machine
    if (this.keepsPagesInStep) for (const context of this.contexts) await follow(context, clock, by)
  }
}

/** Gives pages the time of the mock. Timers that are due within `by` fire. */
async function follow(context: BrowserContext, { now, mode }: Clock, by?: Duration): Promise<void> {
  if (mode === 'frozen') {
    await context.clock.setFixedTime(now)
    if (by !== undefined) await context.clock.fastForward(milliseconds(by))
    return
  }
  if (by !== undefined) await context.clock.fastForward(milliseconds(by))
  await context.clock.setSystemTime(mode === 'real' ? new Date() : now)
}

interface TestFixtures extends UnderstudyOptions {
  /** The world of this test. */
  mock: PlaywrightMock
}

interface WorkerFixtures extends UnderstudyWorkerOptions {
  /** Where the server is, which all workers share. */
  understudyServed: MockOptions
  /** The worlds that the tests of this worker share, by their options. */
  understudyWorlds: Map<string, PlaywrightMock>
}

/** The fixtures, to extend a `test` of your own: `base.extend(understudyFixtures)`. */
export const understudyFixtures: Fixtures<
  TestFixtures, WorkerFixtures, PlaywrightTestArgs & PlaywrightTestOptions, PlaywrightWorkerArgs & PlaywrightWorkerOptions
> = {
  understudyScope: ['test', { option: true }],
  understudyWorld: [{}, { option: true }],
  understudyOrigins: [[], { option: true }],
  understudyClock: [true, { option: true }],
  understudyUrl: [undefined, { option: true, scope: 'worker' }],
  understudyFlags: [[], { option: true, scope: 'worker' }],

  understudyServed: [
    async ({ understudyUrl, understudyFlags }, use) => {
      await use(told(understudyUrl) ?? at(await sharedMock(understudyFlags)))
    },
    { scope: 'worker', box: true },
  ],

  understudyWorlds: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const worlds = new Map<string, PlaywrightMock>()
      await use(worlds)
      await Promise.all([...worlds.values()].map((one) => one.end()))
    },
    { scope: 'worker', box: true },
  ],

  mock: [
    async ({ understudyServed, understudyWorlds, understudyScope, understudyWorld, understudyOrigins, understudyClock }, use, info) => {
      const make = async (title: string) => {
        const mock = new PlaywrightMock({ ...understudyServed, namespace: worldName(title) }, understudyOrigins, understudyClock)
        await mock.make(understudyWorld)
        return mock
      }
      if (understudyScope === 'test') {
        const mock = await make(info.titlePath.slice(1).join(' '))
        await use(mock)
        await judged(mock, info)
        return
      }
      const key = JSON.stringify([understudyWorld, understudyOrigins, understudyClock])
      const mock = understudyWorlds.get(key) ?? (await make(`worker ${info.parallelIndex}`))
      understudyWorlds.set(key, mock)
      const [latest] = await mock.journal({ limit: 1 })
      await use(mock)
      await judge(mock, info, latest?.id)
    },
    { box: true, title: 'understudy' },
  ],

  context: async ({ mock, context }, use) => {
    await mock.attach(context)
    await use(context)
  },
}

/** Judges the world of a test, and takes it away. */
async function judged(mock: PlaywrightMock, info: TestInfo): Promise<void> {
  try {
    await judge(mock, info)
  } finally {
    await mock.end()
  }
}

/** Fails a test whose requests broke the contract, and attaches to one that has failed what came and was answered. */
async function judge(mock: PlaywrightMock, info: TestInfo, since?: string): Promise<void> {
  mock.detach()
  const broken = await mock.judge()
  const failed = info.status !== info.expectedStatus || broken.length > 0
  if (failed) {
    const told = attach(mock, info, since)
    if (broken.length === 0) await told
    else await told.catch(() => undefined) // what was broken is the news
  }
  if (broken.length > 0) {
    const error = new Error(reason(broken))
    error.stack = error.message // where it is thrown says nothing to whoever reads the report
    throw error
  }
}

/** Attaches the requests with their answers, what broke the contract, and why lists were empty. */
async function attach(mock: PlaywrightMock, info: TestInfo, since?: string): Promise<void> {
  const all = () => mock.journal({ limit: 1000 })
  const exchanges = since === undefined ? await all() : await mock.journal({ limit: 1000, since }).catch(all) // it was cleared since
  if (exchanges.length === 0) return
  const json = (name: string, value: unknown) =>
    info.attach(name, { body: JSON.stringify(value, null, 2), contentType: 'application/json' })
  await info.attach('understudy requests', { body: exchanges.map(line).join('\n'), contentType: 'text/plain' })
  await json('understudy journal', exchanges)
  const violations = await mock.violations({ all: true })
  if (violations.length > 0) await json('understudy violations', violations)
  const why = await reasons(mock, exchanges)
  if (why.size > 0) await json('understudy why lists are empty', [...why.values()])
}

/** Playwright's `test` with the fixture `mock`: a world of its own for each test. */
export const test = base.extend<TestFixtures, WorkerFixtures>(understudyFixtures)
