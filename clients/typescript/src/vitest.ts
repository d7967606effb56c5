import { afterEach, beforeEach, test as base } from 'vitest'
import type { WorldOptions } from './client.js'
import { begin, current, end } from './runner.js'
import type { TestMock } from './world.js'

export type { TestMock } from './world.js'

const howToStart = "globalSetup: '@understudy-mock/understudy/vitest/setup' to the configuration"

/**
 * A world of its own for each test of this file, or of the `describe` around it. What it returns stands for the world of the test that
 * runs. Tests that run at once want `test` of this module instead.
 */
export function useMock(options: WorldOptions = {}): TestMock {
  let mock: TestMock | undefined
  beforeEach(async ({ task }) => {
    mock = await begin(task.name, options, howToStart)
  })
  afterEach(async ({ task }) => {
    const ended = mock
    mock = undefined
    if (ended) await end(ended, task.result?.state === 'fail')
  })
  return current(() => mock)
}

/**
 * Vitest's `test` with `mock`, a world of its own for each test, and `world`, its options, which
 * `test.extend({ world: { scenario: 'empty' } })` sets.
 */
export const test = base.extend<{ world: WorldOptions; mock: TestMock }>({
  world: {},
  mock: async ({ task, world }, use) => {
    const mock = await begin(task.name, world, howToStart)
    await use(mock)
    await end(mock, task.result?.state === 'fail')
  },
})
