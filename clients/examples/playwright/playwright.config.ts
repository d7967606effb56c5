import { defineConfig, devices } from '@playwright/test'
import type { UnderstudyOptions, UnderstudyWorkerOptions } from '@understudy-mock/understudy/playwright'

const app = `http://127.0.0.1:${process.env.PORT ?? 4173}`

export default defineConfig<UnderstudyOptions, UnderstudyWorkerOptions>({
  testDir: 'tests',
  fullyParallel: true,
  workers: 4,
  expect: { timeout: 15_000 }, // four browsers on a small machine of a CI system
  use: {
    ...devices['Desktop Chrome'],
    baseURL: app,
    launchOptions: process.env.CHROMIUM ? { executablePath: process.env.CHROMIUM } : {},
    // What the app sends to the real API goes to a world of the test's own.
    understudyOrigins: ['https://api.analytics.example.com'],
  },
  webServer: { command: 'node app/server.mjs', url: app, reuseExistingServer: !process.env.CI },
})
