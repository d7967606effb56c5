import { startForRun } from './runner.js'

/** For `globalSetup` of Jest: one mock for the run, whose URL is in `UNDERSTUDY_URL`. It stops with Jest, however that ends. */
export default async function setup(): Promise<void> {
  await startForRun()
}
