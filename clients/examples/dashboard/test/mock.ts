import { beforeEach } from 'vitest'

/** A world of the mock, by its URL, and what a test asks of it. */
export class Mock {
  url = ''

  async own(method: string, path: string, body?: unknown, type = 'application/json'): Promise<void> {
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? {})
    const answer = await fetch(`${this.url}/__understudy/${path}`, { method, headers: { 'Content-Type': type }, body: text })
    if (!answer.ok) throw new Error(await answer.text())
  }

  /** Makes the world anew. */
  async make(name: string, options: object): Promise<void> {
    this.url = process.env.UNDERSTUDY_URL!
    await this.own('PUT', `namespaces/${name}`, options)
    this.url += `/~${name}`
  }

  fault = (fault: object) => this.own('POST', 'faults', fault)
  expect = (expectation: object) => this.own('POST', 'journal/expect', expectation)
  importEvents = (api: string, events: object[]) =>
    this.own('POST', `events?api=${api}`, events.map((event) => JSON.stringify(event)).join('\n'), 'application/x-ndjson')
}

let worlds = 0

/** A world of its own for each test. */
export function useMock(options: object): Mock {
  const mock = new Mock()
  beforeEach(() => mock.make(`unit-${process.pid}-${worlds++}`, options))
  return mock
}
