// The options of a namespace as a form has them.
import type { Schemas } from '../api/client'

type Options = Schemas['NamespaceOptions']

export type OptionsDraft = {
  scenario: string
  seed: string
  events: string
  now: string
  auth: string
  strict: boolean
  misbehave: string
  variants: readonly string[]
  /** Not shown, and kept as it is. */
  plan?: Options['plan']
}

/** The draft of what is in force. A seed that is too large for the page's numbers is left to the mock. */
export function draftOf(o: Schemas['NamespaceOptionsInForce']): OptionsDraft {
  return {
    scenario: o.scenario,
    seed: Number.isSafeInteger(o.seed) ? String(o.seed) : '',
    events: String(o.events),
    now: o.now,
    auth: o.auth,
    strict: o.strict,
    misbehave: o.misbehave,
    variants: o.variants,
    ...(o.plan ? { plan: o.plan } : {}),
  }
}

/** What is sent for a draft. What is left empty is left to the mock. */
export function optionsOf(d: OptionsDraft): Options {
  const text = <N extends string>(name: N, value: string) => (value.trim() ? { [name]: value.trim() } : {})
  const number = <N extends string>(name: N, value: string) => (value.trim() ? { [name]: Number(value) } : {})
  return {
    ...text('scenario', d.scenario),
    ...number('seed', d.seed),
    ...number('events', d.events),
    ...text('now', d.now),
    ...text('auth', d.auth),
    strict: d.strict,
    misbehave: d.misbehave.trim(),
    variants: d.variants.filter(Boolean),
    ...(d.plan ? { plan: d.plan } : {}),
  }
}

type Behaving = Pick<OptionsDraft, 'misbehave' | 'variants'>

/** What the address has for no behaviour at all. */
export const none = 'none'

/** What is switched on and off by going from some behaviours to others. */
function switched(from: Behaving, to: Behaving): { on: string[]; off: string[] } {
  const of = ({ misbehave, variants }: Behaving) => [...(misbehave ? [misbehave] : []), ...variants]
  return { on: of(to).filter((name) => !of(from).includes(name)), off: of(from).filter((name) => !of(to).includes(name)) }
}

/** What is to be switched on and off; empty if nothing is. */
export function switchWords(from: Behaving, to: Behaving): string {
  const { on, off } = switched(from, to)
  const words = [on.length > 0 && `switch on ${on.join(', ')}`, off.length > 0 && `switch off ${off.join(', ')}`]
    .filter(Boolean)
    .join(' and ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What was switched on and off; empty if nothing was. */
export function switchedWords(from: Behaving, to: Behaving): string {
  const { on, off } = switched(from, to)
  const are = (names: string[], what: string) => names.length > 0 && `${names.join(', ')} ${names.length > 1 ? 'are' : 'is'} ${what}`
  return [are(on, 'on'), are(off, 'off')].filter(Boolean).join(', and ')
}
