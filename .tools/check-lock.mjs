// Fails if a package-lock.json has a package without its hash, which `npm ci` would install unseen, or names the host that it came from.
// Folders of the project itself, its workspaces and the links to them, have neither.
import { readFileSync } from 'node:fs'

const file = process.argv[2]
const { packages } = JSON.parse(readFileSync(file, 'utf8'))
const own = (path) => !path.includes('node_modules/') && !path.startsWith('..')
const faults = Object.entries(packages)
  .filter(([path, entry]) => !(own(path) || (entry.link && own(entry.resolved) && entry.resolved in packages)))
  .flatMap(([path, entry]) => [
    ...(entry.integrity?.startsWith('sha512-') ? [] : [`${path}: no sha512 integrity`]),
    ...(entry.resolved || entry.link ? [`${path}: comes from ${entry.resolved ?? 'a link'}; npm install with .npmrc leaves that out`] : []),
  ])
if (faults.length > 0) {
  console.error(`${file}:\n  ${faults.join('\n  ')}`)
  process.exit(1)
}
