import { defineConfig } from 'cypress'
import { understudyTasks } from './understudy'

export default defineConfig({
  e2e: {
    baseUrl: 'http://127.0.0.1:4173', // of the app
    setupNodeEvents: async (on) => on('task', await understudyTasks()),
  },
})
