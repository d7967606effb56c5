import { test as base } from '@playwright/test'
import { Mock } from '../test/mock'

export { expect } from '@playwright/test'

/** Tests with a world of the mock for each. */
export const test = base.extend<{ mock: Mock; understudyWorld: object }>({
  understudyWorld: [{}, { option: true }],
  mock: async ({ understudyWorld }, use, { testId, repeatEachIndex, retry }) => {
    const mock = new Mock()
    await mock.make(`page-${testId.slice(0, 20)}-${repeatEachIndex}-${retry}`, understudyWorld)
    await use(mock)
  },
})
