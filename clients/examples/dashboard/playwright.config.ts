import { defineConfig } from '@playwright/test'
import type { UnderstudyOptions, UnderstudyWorkerOptions } from '@understudy-mock/understudy/playwright'

export default defineConfig<UnderstudyOptions, UnderstudyWorkerOptions>({
  testDir: 'e2e',
  fullyParallel: true,
  expect: { timeout: 10_000 },
  forbidOnly: !!process.env.CI,
  reporter: process.env.CI ? [['github'], ['html', { open: 'never' }]] : 'line',
  use: {
    baseURL: `http://127.0.0.1:${process.env.DASHBOARD_PORT}`,
    // Where public/config.js says that the APIs are: the pages of a test find its world there.
    understudyOrigins: ['http://127.0.0.1:4747'],
    understudyWorld: { scenario: 'empty', now: '2026-03-07T12:00:00Z' },
    launchOptions: { executablePath: process.env.CHROMIUM },
  },
  // What `npm run build` made, on a port of its own and beside others: runs that go on at once do not meet.
  webServer: {
    command: 'vite preview --host 127.0.0.1 --port 0 --bypass-lock',
    wait: { stdout: /127\.0\.0\.1:(?<DASHBOARD_PORT>\d+)/ },
  },
})
