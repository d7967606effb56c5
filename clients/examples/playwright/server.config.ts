import { defineConfig } from '@playwright/test'
import { understudyServer } from '@understudy-mock/understudy/playwright'
import config from './playwright.config.js'

const app = config.use!.baseURL!

// For an app whose own server asks the API, and so has to know where it is when it starts: npx playwright test --config server.config.ts
export default defineConfig({
  ...config,
  testDir: 'tests-of-server',
  webServer: [understudyServer(), { command: 'node app/server.mjs', url: app, env: { API_URL: process.env.UNDERSTUDY_URL! } }],
})
