// What is shown as an HTTP archive, which the mock writes page by page.
import { type Schemas, ask } from '../api/client'

type Har = Schemas['Har']

const atOnce = 500

/** The mock begins what it notes of an entry with the id of the exchange. */
const idOf = (entry: Schemas['HarEntry']): string => entry.comment.split(',')[0] ?? ''

/** The archive of some exchanges, the oldest first, as far as the mock still has them. */
export async function archiveOf(namespace: string, ids: ReadonlySet<string>): Promise<Har> {
  const left = new Set(ids)
  const entries: Schemas['HarEntry'][] = []
  let log: Har['log'] | undefined
  for (let before = ''; ;) {
    const query = { format: 'har' as const, limit: atOnce, ...(before ? { before } : {}) }
    const page = (await ask('get', '/__understudy/journal', { namespace, query })) as unknown as Har
    log ??= page.log
    entries.unshift(...page.log.entries.filter((entry) => left.delete(idOf(entry))))
    const first = page.log.entries[0]
    if (!first || page.log.entries.length < atOnce || left.size === 0) return { log: { ...log, entries } }
    before = idOf(first)
  }
}
