#!/usr/bin/env node
// Runs the program in place of this process, as far as Node.js can: its terminal, its signals, its exit status.
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { binaryPath } from './binary.cjs'

function run(): void {
  const args = process.argv.slice(2)
  // A server does not stay behind when this process is killed. What the program starts, it ends itself.
  const stopWith = args[0] === 'serve' && !process.env['UNDERSTUDY_STOP_WITH'] ? { UNDERSTUDY_STOP_WITH: String(process.pid) } : {}
  const program = spawn(binaryPath(), args, { stdio: 'inherit', env: { ...process.env, ...stopWith } })
  if (process.platform === 'win32') {
    // The console sends them to the program, too, and to kill is all that could be done to it from here.
    for (const signal of ['SIGINT', 'SIGBREAK', 'SIGHUP'] as const) process.on(signal, () => undefined)
  } else {
    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const) process.on(signal, () => program.kill(signal))
    for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, () => inFront() || program.kill(signal))
  }
  program.on('error', (error) => fail(error.message))
  program.on('exit', (status, signal) => {
    process.exitCode = status ?? 128 + (constants.signals[signal as NodeJS.Signals] ?? 0)
  })
}

/** Whether this process is in front of a terminal, and with it the program, to which the terminal then sends Ctrl-C, too. */
function inFront(): boolean {
  try {
    const [group, front] =
      process.platform === 'linux'
        ? readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) /s, '').split(' ').filter((_, at) => at === 2 || at === 5)
        : execFileSync('ps', ['-o', 'pgid=', '-o', 'tpgid=', '-p', String(process.pid)], { encoding: 'utf8' }).trim().split(/\s+/)
    return group === front
  } catch {
    return false
  }
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
