import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { binaryPath } from './binary.cjs'

/** How a mock is started. */
export interface StartOptions {
  /** Flags of `understudy serve`, such as `['--scenario', 'edges']`. */
  flags?: string[]
  /** The port on 127.0.0.1 to listen on; a free one if it is left out. */
  port?: number
  /** The process with which the mock stops, however that ends; this one if it is left out. */
  stopWith?: number
  /** What to do with a line that the mock writes to stderr: what broke the contract, and what it warns of. Nothing if it is left out. */
  onStderr?: (line: string) => void
}

/** A mock that was started. */
export interface Started {
  /** Its base URL. */
  readonly url: string
  readonly pid: number
  /**
   * Stops it, and tells its exit status, which is 1 where `--fail-on-violation` was given and the contract was broken. On Windows, where
   * nothing can be asked to end, it is killed, and has none: `null`; ask its client for `violations()` before.
   */
  stop(): Promise<number | null>
}

/** Starts a mock, and returns when it answers. It stops with this process, however that ends. */
export async function start({ flags = [], port = 0, stopWith = process.pid, onStderr }: StartOptions = {}): Promise<Started> {
  const address = flags.some((one) => /^--addr(=|$)/.test(one)) ? [] : ['--addr', `127.0.0.1:${port}`]
  const args = ['serve', ...address, '--stop-with', String(stopWith), ...flags]
  // In a group of its own a Ctrl-C in the terminal ends the tests first, which still need it.
  const program = spawn(binaryPath(), args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, windowsHide: true })
  const said: string[] = []
  createInterface(program.stderr).on('line', (line) => {
    if (said.length < 20) said.push(line)
    onStderr?.(line)
  })
  const ended = once(program, 'exit').then(([status]) => status as number | null)
  const failed = once(program, 'error').then(([error]) => Promise.reject<string>(error))
  const url = await Promise.race([firstLine(program.stdout), failed, ended.then(() => '')])
  if (!url.startsWith('http')) {
    await ended
    throw new Error(`understudy ${args.join(' ')} has ended: ${said.join('\n')}`)
  }
  release(program)
  return {
    url,
    pid: program.pid as number,
    stop: () => {
      program.ref()
      program.kill('SIGTERM')
      return ended
    },
  }
}

async function firstLine(output: Readable): Promise<string> {
  for await (const line of createInterface(output)) return line
  return ''
}

/** Lets this process end while the program runs. */
function release(program: ChildProcess): void {
  program.unref()
  for (const pipe of [program.stdout, program.stderr]) (pipe as unknown as { unref(): void }).unref()
}
