// Builds dist: the sources as ES modules, with their types, and as CommonJS. TypeScript looks at them once. It writes what the next
// package.json above a source says.
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const here = import.meta.dirname
const require = createRequire(import.meta.url)
const [src, esm, cjs] = [join(here, 'src'), join(here, 'dist', 'esm'), join(here, 'dist', 'cjs')]
const marker = join(src, 'package.json')

rmSync(join(here, 'dist'), { recursive: true, force: true })
try {
  writeFileSync(marker, '{ "type": "module" }\n')
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '--project', here, '--outDir', esm], { stdio: 'inherit' })
  copyFileSync(marker, join(esm, 'package.json'))
} finally {
  rmSync(marker, { force: true })
}

const ts = require('typescript')
const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, esModuleInterop: true }
mkdirSync(cjs)
writeFileSync(join(cjs, 'package.json'), '{ "type": "commonjs" }\n')
for (const name of readdirSync(esm)) if (/\.(d\.ts|cjs|d\.cts)$/.test(name)) copyFileSync(join(esm, name), join(cjs, name))
for (const name of readdirSync(src).filter((one) => one.endsWith('.ts'))) {
  const { outputText } = ts.transpileModule(readFileSync(join(src, name), 'utf8'), { fileName: name, compilerOptions })
  writeFileSync(join(cjs, name.replace(/ts$/, 'js')), outputText)
}
chmodSync(join(cjs, 'cli.cjs'), 0o755)
