import { Mock, type MockOptions, type Violation, type WorldOptions } from './client.js'
import { worldOptions } from './http.js'

/** The world of one test, or of the tests of a worker: it is judged when a test has ended. */
export class TestMock extends Mock {
  private readonly allowed = new Set<string>()
  private readonly judged = new Set<string>()
  private beforeReset: Violation[] = []

  /** Says that requests of this test break a rule on purpose, such as `'query.enum'`, so that it does not fail for them. */
  allowViolation(rule: string): void {
    this.allowed.add(rule)
  }

  /** Makes the world, and tells when its clock stands still from the start, or `'real'`. */
  async make(options: WorldOptions): Promise<string> {
    const body = worldOptions(options)
    return (await this.whole().json<{ options: { now: string } }>('PUT', `namespaces/${this.name}`, { body })).options.now
  }

  /** Goes back to the beginning. What broke the contract before still counts. */
  override async reset(options?: WorldOptions): Promise<void> {
    this.beforeReset.push(...(await this.fresh()))
    await super.reset(options)
    await this.moved(await this.clock.get())
  }

  /** What broke the contract since it was last asked, and was not allowed. */
  async judge(): Promise<Violation[]> {
    const broken = [...this.beforeReset, ...(await this.fresh())].filter((one) => !this.allowed.has(one.rule))
    this.beforeReset = []
    this.allowed.clear()
    return broken
  }

  /** What has broken the contract and was not here before. */
  private async fresh(): Promise<Violation[]> {
    const id = ({ request_id, rule, pointer, name }: Violation) => [request_id, rule, pointer, name].join(' ')
    const found = (await this.violations()).filter((one) => !this.judged.has(id(one)))
    for (const one of found) this.judged.add(id(one))
    return found
  }

  /** Takes the world away; what broke the contract in it has been judged. */
  async end(): Promise<void> {
    await this.delete({ judged: true })
  }
}

/** A name for a world, from the name of a test, that no other has. */
export function worldName(title: string): string {
  const words = title.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  const unique = crypto.randomUUID().slice(0, 8)
  return [words.slice(-50).replace(/^-+/, ''), unique].filter(Boolean).join('-')
}

/** What a test fails with whose requests broke the contract. */
export function reason(broken: Violation[]): string {
  const told = broken.map(
    ({ method, path, status, rule, request_id, in: where, name, pointer, got, expected, fix }) =>
      `  ${method} ${path} → ${status} broke ${rule} (${request_id})\n` +
      `    ${where}${name ? ` ${name}` : ''}${pointer ? ` at ${pointer}` : ''}: got ${got || 'nothing'}, expected ${expected}; ${fix}`,
  )
  const many = broken.length === 1 ? '1 violation' : `${broken.length} violations`
  const hint = `Where it is wrong on purpose: mock.allowViolation('${broken[0]?.rule}')`
  return `requests of this test broke the contract (${many}):\n${told.join('\n')}\n  ${hint}`
}

/** Where the mock of this run is, if somebody has said so: in the configuration or in the environment. */
export function told(url?: string): MockOptions | undefined {
  const found = url ?? process.env['UNDERSTUDY_URL']
  return found ? at(found) : undefined
}

/** The mock at a URL, which may want the token that the environment has. */
export function at(url: string): MockOptions {
  return { url, controlToken: process.env['UNDERSTUDY_CONTROL_TOKEN'] }
}
