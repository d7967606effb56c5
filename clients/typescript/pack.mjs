// Packs what `npm publish` takes: node pack.mjs FOLDER SYSTEM[=PROGRAM]… leaves this package there, and one with the program of each
// system, which is built unless it is given; `all` is every system, `this` that of this machine. Without a folder it prints the manifests.
// The packages with programs are optional dependencies of this one, and npm installs the one whose `os` and `cpu` are the machine's.
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import binary from './dist/cjs/binary.cjs'

const here = import.meta.dirname
const { scripts: _scripts, devDependencies: _tools, ...own } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))

const manifests = [
  { ...own, optionalDependencies: Object.fromEntries(Object.keys(binary.programs).map((system) => [nameOf(system), own.version])) },
  ...Object.keys(binary.programs).map((system) => {
    const [os, cpu] = system.split('-')
    return {
      name: nameOf(system),
      version: own.version,
      description: `The program of ${own.name} for ${system}`,
      license: own.license,
      repository: own.repository,
      files: ['bin'],
      preferUnplugged: true, // Yarn's Plug'n'Play unpacks it, so that it can be run
      engines: own.engines,
      os: [os],
      cpu: [cpu],
    }
  }),
]

function nameOf(system) {
  return `${own.name}-${system}`
}

/** Packs a manifest with what `fill` puts beside it. */
function pack(to, manifest, fill) {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-pack-'))
  try {
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    copyFileSync(join(here, '..', '..', 'LICENSE'), join(folder, 'LICENSE'))
    fill(folder)
    execFileSync('npm', ['pack', '--silent', '--pack-destination', resolve(to)], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Builds the program for a system, small and without a path of this machine in it. */
function build(system, path) {
  const [os, cpu] = system.split('-')
  const env = { ...process.env, CGO_ENABLED: '0', GOOS: os === 'win32' ? 'windows' : os, GOARCH: cpu === 'x64' ? 'amd64' : cpu }
  const flags = ['-trimpath', '-pgo=cmd/understudy/serve.pprof', '-ldflags', `-s -w -X main.version=${own.version}`, '-o', path]
  execFileSync('go', ['build', ...flags, './cmd/understudy'], { cwd: join(here, '..', '..'), env, stdio: 'inherit' })
}

const [to, ...given] = process.argv.slice(2)
if (to === undefined) {
  console.log(JSON.stringify(manifests))
} else {
  mkdirSync(to, { recursive: true })
  pack(to, manifests[0], (folder) => {
    cpSync(join(here, 'dist'), join(folder, 'dist'), { recursive: true })
    copyFileSync(join(here, 'README.md'), join(folder, 'README.md'))
  })
  const systems = given.flatMap((one) => (one === 'all' ? Object.keys(binary.programs) : [one]))
  for (const [name, program] of systems.map((one) => one.split('='))) {
    const system = name === 'this' ? `${process.platform}-${process.arch}` : name
    if (!binary.programs[system]) throw new Error(`no package is for ${system}; there are ${Object.keys(binary.programs).join(', ')}`)
    pack(to, manifests.find(({ name }) => name === nameOf(system)), (folder) => {
      const path = join(folder, 'bin', binary.programs[system])
      mkdirSync(join(folder, 'bin'))
      if (program) copyFileSync(program, path)
      else build(system, path)
      chmodSync(path, 0o755)
      const what = `The program of ${own.name} for ${system}, which that package installs where it is needed.`
      writeFileSync(join(folder, 'README.md'), `# ${nameOf(system)}\n\n${what}\n`)
    })
  }
}
