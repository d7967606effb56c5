import { binaryPath } from './binary.cjs'

/** How the mock is started that Playwright's `webServer` runs. */
export interface UnderstudyServerOptions {
  /** The port on 127.0.0.1; if it is left out, one that follows from the number of this process, so that two runs at once do not meet. */
  port?: number
  /** Flags of `understudy serve`. */
  flags?: string[]
}

/**
 * An entry for `webServer` in the configuration of Playwright, for apps whose own server has to know the mock's URL beforehand: it stands
 * in `UNDERSTUDY_URL` from here on. Where that is set already, as below `understudy exec`, that mock is used, and no other that is there.
 */
export function understudyServer({ port = 20_000 + (process.pid % 10_000), flags = [] }: UnderstudyServerOptions = {}) {
  const own = `http://127.0.0.1:${port}`
  const url = (process.env['UNDERSTUDY_URL'] ??= own)
  const args = [binaryPath(), 'serve', '--addr', `127.0.0.1:${port}`, '--stop-with', String(process.pid), ...flags]
  return {
    name: 'understudy',
    command: args.map(quoted).join(' '),
    url: `${url}/__understudy/readyz`,
    reuseExistingServer: url !== own,
  }
}

/** A word for the shell, be it that of Windows. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(word)) return word
  return process.platform === 'win32' ? `"${word.replace(/"/g, '""')}"` : `'${word.replace(/'/g, `'\\''`)}'`
}
