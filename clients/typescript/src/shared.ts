import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { start } from './start.js'

/** How long a worker waits for another that starts the mock. */
const patience = 30_000

/** The process that runs the tests. When it is gone, another takes its place as the parent, which may live for ever. */
const parent = process.ppid

function orphaned(): boolean {
  return process.ppid !== parent || process.connected === false
}

/**
 * The URL of the one mock with these flags that all workers of a run share. The first that asks starts it; it stops with their parent, the
 * process that runs the tests, however that ends.
 */
export async function sharedMock(flags: string[]): Promise<string> {
  const folder = ownFolder()
  const run = JSON.stringify([beginning(), flags])
  const file = join(folder, `${parent}-${createHash('sha256').update(run).digest('hex').slice(0, 16)}`)
  for (const deadline = Date.now() + patience; Date.now() < deadline; await sleep(20)) {
    if (orphaned()) throw new Error('the process that runs the tests has ended')
    const url = read(`${file}.url`)
    if (url !== undefined && (await answers(url))) return url
    if (claim(`${file}.lock`)) {
      try {
        return await startFor(file, flags)
      } finally {
        rmSync(`${file}.lock`, { force: true })
      }
    }
  }
  throw new Error(`no other worker has started the mock within ${patience / 1000} s; remove ${file}.lock if none is about to`)
}

/** What tells our parent from another process that has its number, earlier or in another container, as far as the system says it. */
function beginning(): string {
  try {
    const since = readFileSync(`/proc/${parent}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[19]
    return `${readlinkSync('/proc/self/ns/pid')} ${since}`
  } catch {
    return ''
  }
}

/** Starts the mock. Whoever calls it has the lock, and nobody else writes the URL. */
async function startFor(file: string, flags: string[]): Promise<string> {
  const url = read(`${file}.url`)
  if (url !== undefined && (await answers(url))) return url
  const mock = await start({ flags, stopWith: parent })
  if (orphaned()) await mock.stop()
  writeFileSync(`${file}.new`, mock.url)
  renameSync(`${file}.new`, `${file}.url`)
  sweep(dirname(file))
  return mock.url
}

/** Removes what runs have left that have ended. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder).filter((one) => /^\d+-[0-9a-f]{16}\.(url|lock|new)$/.test(one))) {
    if (!runs(Number.parseInt(name, 10))) rmSync(join(folder, name), { force: true })
  }
}

/** A folder of this user alone. */
function ownFolder(): string {
  const { uid, username } = userInfo()
  const folder = join(tmpdir(), `understudy-${uid < 0 ? username : uid}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || (uid >= 0 && (found.uid !== uid || (found.mode & 0o022) !== 0))) {
    throw new Error(`${folder} is no folder of yours alone; set TMPDIR to one`)
  }
  return folder
}

/** Whether the file was not there, and is now, with our number in it. One of a worker that was killed goes. */
function claim(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    const holder = Number(read(file))
    if (holder > 0 && !runs(holder)) rmSync(file, { force: true })
    return false
  }
}

function runs(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // it is another user's
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/__understudy/readyz`, { signal: AbortSignal.timeout(patience / 3) }).catch(() => undefined)
  return answer?.ok ?? false
}
