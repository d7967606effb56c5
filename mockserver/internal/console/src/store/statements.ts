// What is known about the APIs: every statement with its level and source. It stays the same for as long as the mock runs.
import { signal } from '@preact/signals'
import { type Schemas, ask } from '../api/client'

export type Statement = Schemas['Statement']

const statements = signal<readonly Statement[] | undefined>(undefined)
let asked = false

/** The statements about an API; none until they are there, which asks for them. */
export function statementsOf(api: string): readonly Statement[] {
  if (!asked) {
    asked = true
    ask('get', '/__understudy/fidelity').then(
      (list) => (statements.value = list.statements),
      () => (asked = false),
    )
  }
  return (statements.value ?? []).filter((s) => s.api === api)
}

export type Wanted = { level: string; operation: string; text: string }

/** Those that a person wants to see; a word has to be somewhere in what is shown. */
export function narrowed(all: readonly Statement[], wanted: Wanted): Statement[] {
  const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter((s) => {
    const text = `${s.id} ${s.statement} ${s.choice} ${s.source.name} ${s.source.place} ${s.operations.join(' ')}`.toLowerCase()
    return (
      (!wanted.level || s.level === wanted.level) &&
      (!wanted.operation || s.operations.includes(wanted.operation)) &&
      words.every((word) => text.includes(word))
    )
  })
}
