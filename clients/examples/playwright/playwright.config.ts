import { defineConfig, devices } from '@playwright/test'
import type { UnderstudyOptions, UnderstudyWorkerOptions } from '@understudy-mock/understudy/playwright'

export default defineConfig<UnderstudyOptions, UnderstudyWorkerOptions>({
  testDir: 'tests',
  fullyParallel: true,
  workers: 4,
  use: {
    ...devices['Desktop Chrome'],
    baseURL: 'http://127.0.0.1:4173',
    launchOptions: process.env.CHROMIUM ? { executablePath: process.env.CHROMIUM } : {},
    // What the app sends to the real API goes to a world of the test's own.
    understudyOrigins: ['https://api.analytics.example.com'],
  },
  webServer: { command: 'node app/server.mjs', url: 'http://127.0.0.1:4173', reuseExistingServer: !process.env.CI },
})
