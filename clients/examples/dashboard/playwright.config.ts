import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  reporter: process.env.CI ? [['github'], ['html', { open: 'never' }]] : 'line',
  use: {
    baseURL: `http://127.0.0.1:${process.env.DASHBOARD_PORT}`,
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env.CHROMIUM },
  },
  // What `npm run build` made, on a port of its own: runs side by side do not meet.
  webServer: {
    command: 'vite preview --host 127.0.0.1 --port 0',
    wait: { stdout: /127\.0\.0\.1:(?<DASHBOARD_PORT>\d+)/ },
  },
})
