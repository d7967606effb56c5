import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { globalSetup: '@understudy-mock/understudy/vitest/setup' } })
