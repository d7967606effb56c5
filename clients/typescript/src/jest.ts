import type { WorldOptions } from './client.js'
import { begin, current, end } from './runner.js'
import type { TestMock } from './world.js'

export type { TestMock } from './world.js'

/** What Jest puts into the scope of a test file. */
interface Globals {
  beforeEach(act: () => Promise<void>): void
  afterEach(act: () => Promise<void>): void
  expect: { getState(): { currentTestName?: string } }
}

/**
 * A world of its own for each test of this file, or of the `describe` around it. What it returns stands for the world of the test that
 * runs.
 */
export function useMock(options: WorldOptions = {}): TestMock {
  const { beforeEach, afterEach, expect } = globalThis as unknown as Globals
  let mock: TestMock | undefined
  beforeEach(async () => {
    mock = await begin(expect.getState().currentTestName ?? '', options, "globalSetup: '@understudy-mock/understudy/jest/setup'")
  })
  afterEach(async () => {
    const ended = mock
    mock = undefined
    if (ended) await end(ended, hasFailed())
  })
  return current(() => mock)
}

/** Whether the test that runs has failed. Jest says so to its own parts alone; where it does not, the test counts as one that has not. */
function hasFailed(): boolean {
  const own = Object.getOwnPropertySymbols(globalThis).find(({ description }) => description === 'JEST_STATE_SYMBOL')
  const state = own && (Reflect.get(globalThis, own) as { currentlyRunningTest?: { errors?: unknown[] } } | undefined)
  return (state?.currentlyRunningTest?.errors?.length ?? 0) > 0
}
