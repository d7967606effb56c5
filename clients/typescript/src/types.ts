import type { components } from './control.gen.js'

type Schemas = components['schemas']

/** A time: milliseconds, or a text such as `'250ms'`, `'2s'` or `'24h'`. */
export type Duration = number | string

/** An instant: a `Date`, or a text of RFC 3339. */
export type Instant = Date | string

/** One of the APIs that the mock stands in for. */
export type Api = 'chatlayer' | 'inkeep' | (string & {})

/** One request with its answer, from the journal. */
export type Exchange = Schemas['Exchange']

/** One breach of contract and the request that it came with. */
export type Violation = Schemas['RecordedViolation']

/** Why a list or a query held what it held. */
export type Explanation = Schemas['Explanation']

/** How much of the APIs requests have used. */
export type Coverage = Schemas['Coverage']

/** What became of everything since a snapshot. */
export type SnapshotChanges = Schemas['SnapshotChanges']

/** Which events are to be sent, with which attributes. */
export type TrackingPlan = Schemas['TrackingPlan']

/** What came of an expectation that was not met. */
export type ExpectationResult = Schemas['ExpectationResult']

/** The time of a mock. */
export type Clock = Schemas['Clock']

/** What an import did. */
export type ImportResult = Schemas['ImportResult']

/** The options of a namespace. What is left out is as the mock was started with. */
export type WorldOptions = Omit<Schemas['NamespaceOptions'], 'now'> & {
  /** The instant at which the clock stands still and the seeded data end; or `'real'`. */
  now?: Instant
}

/** A fault that is in force, with how many requests matched (`seen`) and how many it hit (`hit`). */
export type FaultState = Schemas['Fault']

/** A failure for requests to meet. */
export type Fault = Omit<Schemas['NewFault'], 'delay' | 'drip' | 'when' | 'body'> & {
  /** How long a request waits before all else; drawn for each request where it has percentiles. */
  delay?: Duration | { p50: Duration; p99: Duration }
  /** The answer's body arrives in small pieces over this time. */
  drip?: Duration
  /** Which of the requests that match are hit. */
  when?: Omit<Schemas['FaultWhen'], 'for'> & { for?: Duration }
  /** The body of the answer with `status`: a text as it is sent, or a value that is sent as JSON. */
  body?: unknown
}

/** Which requests are expected, how many and how soon. */
export type Expectation = Omit<Schemas['Expectation'], 'within' | 'quiet'> & {
  /** How long to wait at most; not at all unless it is given. */
  within?: Duration
  /** How long no further one must match, for `exactly` and `at_most`; 100 ms unless it is given. */
  quiet?: Duration
}

/** Which exchanges of the journal to list. */
export interface JournalFilter {
  operation?: string
  method?: string
  /** Such as `404` or `'4xx'`. */
  status?: number | string
  /** The name of a tracked event, or the type of a logged one. */
  event?: string
  /** The id of a rule that was broken. */
  violation?: string
  /** The id of a fault that hit it. */
  fault?: string
  /** What stands in a body, in either case. */
  text?: string
  /** Only those behind the exchange with this id. */
  since?: string
  /** 100 unless it is given, 1,000 at most. */
  limit?: number
}
