import { defineConfig } from 'vitest/config'

export default defineConfig({
  server: { host: '127.0.0.1' },
  // Each test has a world of its own, so that files need no process of their own.
  test: { include: ['test/**/*.test.ts'], pool: 'threads', isolate: false, silent: 'passed-only' },
})
