import type { TestProject } from 'vitest/node'
import { startForRun } from './runner.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The base URL of the mock that the run shares. */
    understudyUrl: string
  }
}

/** For `globalSetup` of Vitest: one mock for the run, whose URL is in `UNDERSTUDY_URL` and in `inject('understudyUrl')`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startForRun()
  project.provide('understudyUrl', url)
  return stop
}
