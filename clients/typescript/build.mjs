// Builds dist: the sources once as ES modules and once as CommonJS. TypeScript writes what the next package.json above a source says.
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const here = import.meta.dirname
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
const marker = join(here, 'src', 'package.json')

rmSync(join(here, 'dist'), { recursive: true, force: true })
try {
  for (const [folder, type] of [['esm', 'module'], ['cjs', 'commonjs']]) {
    writeFileSync(marker, `{ "type": "${type}" }\n`)
    execFileSync(process.execPath, [tsc, '--project', here, '--outDir', join(here, 'dist', folder)], { stdio: 'inherit' })
    copyFileSync(marker, join(here, 'dist', folder, 'package.json'))
  }
} finally {
  rmSync(marker, { force: true })
}
chmodSync(join(here, 'dist', 'cjs', 'cli.cjs'), 0o755)
