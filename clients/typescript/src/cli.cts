#!/usr/bin/env node
// Runs the program in place of this process, as far as Node.js can: its terminal, its signals, its exit status.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { binaryPath } from './binary.cjs'

function run(): void {
  const args = process.argv.slice(2)
  // A server does not stay behind when this process is killed. What the program starts, it ends itself.
  const stopWith = args[0] === 'serve' && !process.env['UNDERSTUDY_STOP_WITH'] ? { UNDERSTUDY_STOP_WITH: String(process.pid) } : {}
  const program = spawn(binaryPath(), args, { stdio: 'inherit', env: { ...process.env, ...stopWith } })
  // A terminal sends Ctrl-C to both. The program takes two signals that come at once for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const) {
    if (process.platform !== 'win32' || signal === 'SIGINT' || signal === 'SIGTERM') process.on(signal, () => program.kill(signal))
  }
  program.on('error', (error) => fail(error.message))
  program.on('exit', (status, signal) => {
    process.exitCode = status ?? 128 + (constants.signals[signal as NodeJS.Signals] ?? 0)
  })
}

function fail(message: string): void {
  process.stderr.write(`understudy: ${message}\n`)
  process.exitCode = 3
}

try {
  run()
} catch (error) {
  fail((error as Error).message)
}
