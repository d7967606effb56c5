import { ExpectationError, UnderstudyError } from './errors.js'
import { changed, duration, Http, instant, worldOptions } from './http.js'
import { sentEvents } from './stream.js'
import type {
  Api, Clock, Coverage, Duration, Exchange, Expectation, ExpectationResult, Explanation, Fault, FaultState, ImportResult, Instant,
  JournalFilter, SnapshotChanges, TrackingPlan, Violation, WorldOptions,
} from './types.js'

export * from './types.js'
export { ExpectationError, UnderstudyError } from './errors.js'

/** Where a mock is. */
export interface MockOptions {
  /** The base URL that `understudy serve` has printed, or `UNDERSTUDY_URL`. */
  url: string
  /** A namespace of it; the default one if it is left out. */
  namespace?: string | undefined
  /** What `serve --control-token` was given. */
  controlToken?: string | undefined
}

/** Which exchanges to get, and until when. */
export type StreamOptions = Omit<JournalFilter, 'limit'> & { signal?: AbortSignal }

/** A fault that was added. */
export interface AddedFault {
  readonly id: string
  /** How many requests matched, and how many were hit. */
  counts(): Promise<{ seen: number; hit: number }>
  remove(): Promise<void>
}

/** Data, clock and faults under a name. */
export interface Snapshot {
  readonly name: string
  restore(): Promise<void>
  /** The events that were written since. */
  diff<T = StoredEvent>(): Promise<T[]>
  /** What became since of all that clients write: events, definitions of them, conversations and feedback. */
  changes(options?: { api?: Api; limit?: number }): Promise<SnapshotChanges>
  forget(): Promise<void>
}

/** An event as the mock stores it, in the form of `understudy seed`. */
export type StoredEvent = Record<string, unknown>

/**
 * A mock, or one namespace of it: a world of its own with data, clock, faults and journal. It holds no connection, and making one asks
 * nothing of the mock.
 */
export class Mock {
  /** The base URL of this world: what the API client of the app under test gets. */
  readonly url: string
  /** The name of the namespace. */
  readonly name: string
  /** The time of this world. */
  readonly clock: MockClock
  /** The server, below which all its namespaces are. */
  protected readonly server: { url: string; controlToken: string | undefined }
  protected readonly http: Http

  constructor({ url, namespace, controlToken }: MockOptions) {
    this.server = { url: url.replace(/\/+$/, ''), controlToken }
    this.name = namespace ?? 'default'
    this.url = namespace === undefined ? this.server.url : `${this.server.url}/~${namespace}`
    this.http = new Http(this.url, controlToken)
    this.clock = new MockClock(this.http, (clock, by) => this.moved(clock, by))
  }

  /** The endpoints of the whole server. */
  protected whole(): Http {
    return new Http(this.server.url, this.server.controlToken)
  }

  /** What else is to follow the clock when it was set, perhaps by a reset or a snapshot, or moved on by a time. */
  protected async moved(_clock: Clock, _by?: Duration): Promise<void> {}

  /** Makes a namespace of the same server, or makes it anew. */
  async namespace(name: string, options: WorldOptions = {}): Promise<Mock> {
    await this.whole().ask('PUT', `namespaces/${encodeURIComponent(name)}`, { body: worldOptions(options) })
    return new Mock({ ...this.server, namespace: name })
  }

  /**
   * Forgets this namespace. The default one is made anew. With `judged` what broke the contract in it does not count for `exec` and for
   * `serve --fail-on-violation` any more.
   */
  async delete({ judged }: { judged?: boolean } = {}): Promise<void> {
    await this.whole().ask('DELETE', `namespaces/${encodeURIComponent(this.name)}`, { query: { judged } })
  }

  /** Goes back to the beginning: seeded data that end now, no faults, an empty journal. Options replace those that it had. */
  async reset(options?: WorldOptions): Promise<void> {
    await this.http.ask('POST', 'reset', options ? { body: worldOptions(options) } : {})
  }

  /** Has requests fail, wait or be cut. */
  async fault(fault: Fault): Promise<AddedFault> {
    const { id } = await this.http.json<FaultState>('POST', 'faults', { body: wire(fault) })
    return {
      id,
      counts: async () => {
        const found = (await this.faults()).find((one) => one.id === id)
        if (!found) throw new UnderstudyError(`there is no fault ${id} any more; it was removed, or the namespace reset`)
        return { seen: found.seen, hit: found.hit }
      },
      remove: async () => void (await this.http.ask('DELETE', `faults/${id}`)),
    }
  }

  /** All faults in force, the oldest first. */
  async faults(): Promise<FaultState[]> {
    return (await this.http.json<{ faults: FaultState[] }>('GET', 'faults')).faults
  }

  /** Removes all faults. */
  async clearFaults(): Promise<void> {
    await this.http.ask('DELETE', 'faults')
  }

  /**
   * Waits for requests, and returns those that match. It is rejected with an `ExpectationError` that shows the nearest request and where it
   * differs.
   */
  async expect(expectation: Expectation): Promise<Exchange[]> {
    const body = changed(expectation, { within: duration, quiet: duration })
    const answer = await this.http.send('POST', 'journal/expect', { body })
    if (answer.ok || answer.status === 409) {
      const result = (await answer.json()) as ExpectationResult
      const all = async (ids: string[]) =>
        (await Promise.all(ids.map((id) => this.exchange(id).catch(() => undefined)))).filter((one) => one !== undefined)
      const matched = await all(result.matched)
      if (result.met) return matched
      throw new ExpectationError(result, await all(result.nearest.map(({ id }) => id)), matched)
    }
    throw await this.http.refusal(answer, 'POST', 'journal/expect')
  }

  /** The latest requests with their answers, the newest last. */
  async journal(filter: JournalFilter = {}): Promise<Exchange[]> {
    return (await this.http.json<{ exchanges: Exchange[] }>('GET', 'journal', { query: { ...filter } })).exchanges
  }

  /** One request with its answer, by the `Understudy-Request-Id` of the answer. */
  async exchange(id: string): Promise<Exchange> {
    return this.http.json('GET', `journal/${encodeURIComponent(id)}`)
  }

  /** Why a list or a query held what it held, by the `Understudy-Request-Id` of its answer. */
  async explain(id: string): Promise<Explanation> {
    return this.http.json('GET', `journal/${encodeURIComponent(id)}/explain`)
  }

  /** Forgets the requests so far. */
  async clearJournal(): Promise<void> {
    await this.http.ask('DELETE', 'journal')
  }

  /** Each request as it comes, from now on or behind the one with the id `since`, until the loop is left or the signal ends it. */
  async *stream({ signal, ...filter }: StreamOptions = {}): AsyncGenerator<Exchange, void, undefined> {
    try {
      const answer = await this.http.ask('GET', 'journal/stream', { query: { ...filter }, signal })
      for await (const { event, data } of sentEvents(answer.body as ReadableStream<Uint8Array>)) {
        if (event === 'message' || event === 'exchange') yield JSON.parse(data) as Exchange
      }
    } catch (error) {
      if (!signal?.aborted) throw error
    }
  }

  /** All events of an API, oldest first; with `tracked` those that were written since the latest reset. */
  async events<T = StoredEvent>(api: Api, { tracked }: { tracked?: boolean } = {}): Promise<T[]> {
    return this.http.lines<T>('events', { api, tracked })
  }

  /** Reads events in, all or none: values, or JSON lines as a text. Those whose ids are there already are ignored. */
  async importEvents(api: Api, events: Iterable<object> | string): Promise<ImportResult> {
    const body = typeof events === 'string' ? events : Array.from(events, (one) => JSON.stringify(one)).join('\n')
    return this.http.json('POST', 'events', { query: { api }, body })
  }

  /** Remembers data, clock and faults under a name. */
  async snapshot(name: string): Promise<Snapshot> {
    const path = `snapshots/${encodeURIComponent(name)}`
    await this.http.ask('PUT', path)
    return {
      name,
      restore: async () => {
        await this.http.ask('POST', `${path}/restore`)
        await this.moved(await this.clock.get())
      },
      diff: async <T = StoredEvent>() => this.http.lines<T>(`${path}/diff`),
      changes: async (query = {}) => this.http.json('GET', `${path}/changes`, { query }),
      forget: async () => void (await this.http.ask('DELETE', path)),
    }
  }

  /** What broke the contract since the latest reset. With `all` also what is only noted, and what was wrong on purpose. */
  async violations({ all = false }: { all?: boolean } = {}): Promise<Violation[]> {
    const { violations } = await this.http.json<{ violations: Violation[] }>('GET', 'violations')
    return all ? violations : violations.filter(({ advisory, on_purpose }) => !advisory && !on_purpose)
  }

  /** Which parts of the APIs requests have used since the latest reset. */
  async coverage(): Promise<Coverage> {
    return this.http.json('GET', 'coverage')
  }

  /** The tracking plan that events are held to; with an argument it is replaced before. `{}` takes it away. */
  async plan(plan?: TrackingPlan): Promise<TrackingPlan> {
    return plan ? this.http.json('PUT', 'plan', { body: plan }) : this.http.json('GET', 'plan')
  }
}

/** The time of a world. */
export class MockClock {
  constructor(
    private readonly http: Http,
    private readonly moved: (clock: Clock, by?: Duration) => Promise<void>,
  ) {}

  async get(): Promise<Clock> {
    return this.http.json('GET', 'clock')
  }

  /** Stops the time, at an instant or where it is. */
  async freeze(at?: Instant): Promise<Clock> {
    return this.set({ now: instant(at ?? (await this.get()).now) })
  }

  /** Lets the time run, from an instant or from where it is, so many times as fast. */
  async run({ now, speed = 1 }: { now?: Instant; speed?: number } = {}): Promise<Clock> {
    return this.set(now === undefined ? { speed } : { now: instant(now), speed })
  }

  /** Goes back to the time of the machine. */
  async real(): Promise<Clock> {
    return this.set({ mode: 'real' })
  }

  /** Moves a time that is frozen or running on. */
  async advance(by: Duration): Promise<Clock> {
    const clock = await this.http.json<Clock>('POST', 'clock/advance', { body: { by: duration(by) } })
    await this.moved(clock, by)
    return clock
  }

  private async set(body: object): Promise<Clock> {
    const clock = await this.http.json<Clock>('PUT', 'clock', { body })
    await this.moved(clock)
    return clock
  }
}

function wire(fault: Fault): object {
  return changed(fault, {
    delay: (given) => (typeof given === 'object' ? changed(given, { p50: duration, p99: duration }) : duration(given)),
    drip: duration,
    when: (given) => changed(given, { for: duration }),
    body: (given) => (typeof given === 'string' ? given : JSON.stringify(given)),
  })
}
