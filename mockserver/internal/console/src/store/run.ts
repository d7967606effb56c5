// A run of the checks that the mock does for the page.
import { signal } from '@preact/signals'
import { type Schemas, ask, namespaceOf, root, said, send } from '../api/client'
import { type ServerEvent, readEvents } from '../api/events'
import type { Document } from './document'
import { effectWords, matchWords } from './faultDraft'
import { note } from './notes'
import { checked } from './readReport'
import type { Check, Report } from './report'
import { show } from './reports'
import { namespace } from './route'

export type Order = Schemas['CheckOrder']
type Progress = { what: string; done: number; total: number; elapsed_ms: number; left_ms: number }
export type Result = Pick<Check, 'id' | 'level' | 'outcome' | 'title' | 'message'>
export type Running = { order: Order; progress: Progress; results: readonly Result[] }

/** The run that goes on. */
export const running = signal<Running | undefined>(undefined)
/** What was ordered last, to be run again. */
export const ordered = signal<Order | undefined>(undefined)

let stopping: AbortController | undefined

/** Takes what a run tells, and returns its report when that has come, or why there is none. */
export function taken(was: Running, events: readonly ServerEvent[]): { now: Running; report?: Report; failed?: string } {
  let { progress } = was
  const results = [...was.results]
  for (const { event, data } of events) {
    const value = JSON.parse(data) as unknown
    if (event === 'progress') progress = value as Progress
    else if (event === 'result') results.push(value as Result)
    else if (event === 'report') return { now: was, report: value as Report }
    else if (event === 'failed') return { now: was, failed: (value as { detail: string }).detail }
  }
  return { now: { ...was, progress, results } }
}

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host)

/** The namespace of the mock that the page is of, if a run aims at one: at that of the page if no target is named. */
export function aimedAt(target: string | undefined, page: { href: string; root: string; namespace: string }): string | undefined {
  if (!target) return page.namespace
  if (!URL.canParse(target)) return undefined
  const [aim, own] = [new URL(target), new URL(page.href)]
  const same = aim.hostname === own.hostname || (isLoopback(aim.hostname) && isLoopback(own.hostname))
  if (!same || aim.port !== own.port || !aim.pathname.startsWith(page.root)) return undefined
  const [, name] = /^\/?(?:~([a-z0-9][a-z0-9-]{0,62})\/?)?$/.exec(aim.pathname.slice(page.root.length)) ?? []
  return name ?? 'default'
}

/** What a mock is told to do wrong, in a few words each. */
export const toldWrong = (misbehave: string, faults: readonly Schemas['Fault'][]): string[] => [
  ...(misbehave ? [`the misbehaviour ${misbehave}`] : []),
  ...faults.filter((f) => !f.spent).map((f) => `fault ${f.id}: ${effectWords(f)} for ${matchWords(f)}`),
]

/** What would be in the way of a run against this mock itself, for which that would be found and nothing else; empty if nothing is. */
export async function inTheWay(order: Order): Promise<string> {
  const name = aimedAt(order.target, { href: location.href, root, namespace: namespace.peek() })
  const there = name && (await namespaceOf(name))
  if (!name || !there) return ''
  const { faults } = await ask('get', '/__understudy/faults', { namespace: name })
  const told = toldWrong(there.options.misbehave, faults)
  return told.length > 0 ? `The target is this mock, which is told to do wrong: ${told.join('; ')}.` : ''
}

/** Has the mock run the checks. A refusal is thrown; what happens later is noted. */
export async function run(order: Order): Promise<void> {
  const stop = new AbortController()
  const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(order), signal: stop.signal }
  const response = await send(namespace.peek(), '/__understudy/check', init)
  stopping = stop
  ordered.value = order
  running.value = { order, progress: { what: 'begin', done: 0, total: 0, elapsed_ms: 0, left_ms: 0 }, results: [] }
  void follow(response, stop.signal)
}

async function follow(response: Response, signal: AbortSignal): Promise<void> {
  let report: Report | undefined
  let failed: string | undefined
  try {
    if (response.body) {
      await readEvents(response.body, (events) => {
        if (!running.value) return
        const told = taken(running.value, events)
        report ??= told.report
        failed ??= told.failed
        running.value = told.now
      })
    }
  } catch (error) {
    failed ??= said(error)
  }
  running.value = undefined
  if (report) show({ name: 'Run', report: checked(report) })
  else if (signal.aborted) note('The run was stopped.', 'warn')
  else note(`The run ended without a report: ${failed ?? 'the mock has stopped'}.`, 'bad')
}

export function stopRun(): void {
  stopping?.abort()
}

type Setting = Schemas['CheckSetting']

/** What a suite's setting is for this mock itself: its own credentials, and what its document shows for a parameter of that name. */
export function suggested(setting: Setting, api: Schemas['ServedApi'] | undefined, document: Document | undefined): string {
  if (api && setting.name === api.authentication.toLowerCase()) return api.credentials[0] ?? ''
  const parameters = document?.operations.flatMap((o) => o.parameters) ?? []
  const shown = parameters.find((p) => p.name === `${setting.name}_id` && p.example !== undefined)?.example
  return shown === undefined ? '' : String(shown)
}
