import { defineConfig } from '@playwright/test'
import type { UnderstudyOptions, UnderstudyWorkerOptions } from '@understudy-mock/understudy/playwright'

export default defineConfig<UnderstudyOptions, UnderstudyWorkerOptions>({
  testDir: '.',
  fullyParallel: true,
  workers: 4,
  timeout: 120_000,
  expect: { timeout: 60_000 },
  reporter: [['json', { outputFile: 'report.json' }]],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: process.env['CHROMIUM']! },
    understudyOrigins: ['https://api.analytics.example.com', 'http://api.analytics.test/v2'],
    understudyFlags: ['--events', '100'],
  },
})
