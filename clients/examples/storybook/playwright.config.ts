import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'tests',
  fullyParallel: true,
  expect: { timeout: 10_000 },
  use: {
    baseURL: `http://127.0.0.1:${process.env.STORYBOOK_PORT}`,
    launchOptions: process.env.CHROMIUM ? { executablePath: process.env.CHROMIUM } : {},
  },
  webServer: {
    command: 'vite preview --host 127.0.0.1 --port 0 --bypass-lock',
    wait: { stdout: /127\.0\.0\.1:(?<STORYBOOK_PORT>\d+)/ },
  },
})
