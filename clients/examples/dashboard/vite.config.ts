import { defineConfig } from 'vitest/config'

export default defineConfig({
  server: { host: '127.0.0.1' },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: '@understudy-mock/understudy/vitest/setup',
    // Each test has a world of the mock for itself, so that files need no process of their own.
    pool: 'threads',
    isolate: false,
    testTimeout: 20_000,
    silent: 'passed-only',
  },
})
