import { line } from './errors.js'
import type { Exchange, Explanation } from './types.js'
import type { TestMock } from './world.js'

/** How much of what a failed test sent is shown, so that it fits a screen. */
const [mostRequests, mostViolations, mostReasons, widest] = [15, 3, 3, 200]

/** Why the latest empty lists are empty, by the ids of their requests. */
export async function reasons(mock: TestMock, exchanges: Exchange[]): Promise<Map<string, Explanation>> {
  const empty = exchanges.filter(({ response }) => isEmptyList(response.body)).slice(-mostReasons)
  const found = await Promise.all(empty.map(async ({ id }) => [id, await mock.explain(id).catch(() => undefined)] as const))
  return new Map(found.filter((one): one is readonly [string, Explanation] => one[1] !== undefined))
}

function isEmptyList(body: unknown): boolean {
  const { events } = (typeof body === 'object' && body !== null ? body : {}) as { events?: unknown }
  return Array.isArray(events) && events.length === 0
}

/** What came from a test and was answered, what it broke and why a list was empty; empty if nothing came. */
export async function sent(mock: TestMock): Promise<string> {
  const all = await mock.journal({ limit: 1000 })
  if (all.length === 0) return ''
  const shown = all.slice(-mostRequests)
  const why = await reasons(mock, shown)
  const lines = shown.flatMap((one) => [
    `  ${cut(line(one))}`,
    ...one.violations.slice(0, mostViolations).map((broken) => `      ${cut(brief(broken))}`),
    ...(why.get(one.id)?.hints.slice(0, 1) ?? []).map((hint) => `      empty: ${cut(hint)}`),
  ])
  const many = all.length === 1 ? '1 request' : `${all.length} requests`
  const which = shown.length < all.length ? `${many}, the latest ${shown.length}` : many
  return `what this test sent (${which}):\n${lines.join('\n')}`
}

function brief({ rule, in: where, name, pointer, got, expected }: Exchange['violations'][number]): string {
  return `broke ${rule}: ${[where, name, pointer].filter(Boolean).join(' ')}: got ${got || 'nothing'}, expected ${expected}`
}

function cut(text: string): string {
  return text.length > widest ? `${text.slice(0, widest)}…` : text
}
