import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The systems that there is a package with the program for, and what that system calls the program. */
export const programs: Record<string, string> = {
  'linux-x64': 'understudy',
  'linux-arm64': 'understudy',
  'darwin-x64': 'understudy',
  'darwin-arm64': 'understudy',
  'win32-x64': 'understudy.exe',
  'win32-arm64': 'understudy.exe',
}

/**
 * The path of the program for this machine: what `UNDERSTUDY_BINARY` names, else that of the package for this system, which npm installs
 * beside this one as an optional dependency.
 */
export function binaryPath(): string {
  const named = process.env['UNDERSTUDY_BINARY']
  if (named) {
    if (existsSync(named)) return named
    throw new Error(`UNDERSTUDY_BINARY names ${named}, and there is no such file`)
  }
  const system = `${process.platform}-${process.arch}`
  const program = programs[system]
  if (!program) {
    throw new Error(
      `there is no program of Understudy for ${system}, only for ${Object.keys(programs).join(', ')}; ` +
        'build it with Go and name it in UNDERSTUDY_BINARY',
    )
  }
  const name = `@understudy-mock/understudy-${system}`
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), 'bin', program)
  } catch {
    throw new Error(
      `the package ${name} is not installed, which has the program for this machine. It is an optional dependency of ` +
        '@understudy-mock/understudy: install again without --omit=optional (--no-optional), and on this machine, not in a node_modules ' +
        'that was copied from another system; or name a program of your own in UNDERSTUDY_BINARY',
    )
  }
}
