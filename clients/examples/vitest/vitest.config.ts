import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // One mock for the run; each test has a world of its own.
    globalSetup: '@understudy-mock/understudy/vitest/setup',
  },
})
