import { useMemo, useState } from 'preact/hooks'
import { Button, Section, Tag } from '../../components/basics'
import { Search } from '../../components/Search'
import { count } from '../../components/words'
import { type Behaviour, behavioursOf, findBehaviours, noticed } from '../../store/behaviours'
import { choices } from '../../store/controls'
import { about } from '../../store/live'
import { none } from '../../store/options'
import { param, setParams } from '../../store/route'
import { open } from './Controls'

const atFirst = 12

const kinds = { misbehaviour: 'Misbehaviours', variant: 'Variants' } as const

/** The mistakes that the mock can make on purpose, and the ways in which it may differ. */
export function Behaviours() {
  const all = useMemo(() => (choices.value ? behavioursOf(choices.value) : []), [choices.value])
  const kind = param('kind') === 'variant' ? 'variant' : 'misbehaviour'
  const areas = useMemo(() => [...new Set(all.filter((b) => b.kind === kind).map((b) => b.area))].sort(), [all, kind])
  const found = useMemo(() => findBehaviours(all, kind, param('area'), param('q')), [all, kind, param('area'), param('q')])
  const [most, setMost] = useState(atFirst)
  return (
    <Section title="Behaviour">
      <Active all={all} />
      <Narrow all={all} kind={kind} areas={areas} />
      <p class="quiet" aria-live="polite">
        {kind === 'misbehaviour'
          ? `${count(found.length, 'mistake')} that the mock can make, one at a time: would your tests notice?`
          : `${count(found.length, 'way', 'ways')} in which the real API may differ from the mock and keep to its documents: does your client cope?`}
      </p>
      <ul class="lines behaviours">
        {found.slice(0, most).map((b) => (
          <One key={b.name} b={b} />
        ))}
      </ul>
      {found.length > most && <Button onClick={() => setMost(found.length)}>{`Show all ${found.length}`}</Button>}
    </Section>
  )
}

type NarrowProps = { all: readonly Behaviour[]; kind: Behaviour['kind']; areas: readonly string[] }

/** What the list is narrowed by. */
function Narrow({ all, kind, areas }: NarrowProps) {
  return (
    <div class="row" role="search">
      <div class="chips" role="group" aria-label="Kind">
        {Object.entries(kinds).map(([name, title]) => (
          <button
            key={name}
            type="button"
            class="chip"
            aria-pressed={kind === name}
            onClick={() => setParams({ kind: name === 'variant' ? name : '', area: '' })}
          >
            {title} {all.length > 0 && all.filter((b) => b.kind === name).length}
          </button>
        ))}
      </div>
      <select
        aria-label="Area"
        class={param('area') ? 'chosen' : ''}
        value={param('area')}
        onChange={(event) => setParams({ area: event.currentTarget.value })}
      >
        <option value="">All areas</option>
        {areas.map((area) => (
          <option key={area}>{area}</option>
        ))}
      </select>
      <Search hint="What a user would see" />
    </div>
  )
}

const isOn = (b: Behaviour) => about.value?.options.misbehave === b.name || (about.value?.options.variants.includes(b.name) ?? false)

/** Opens the dialog with the behaviour switched over. */
function toggle(b: Behaviour): void {
  const variants = about.value?.options.variants ?? []
  if (b.kind === 'misbehaviour') return open('reset', { misbehave: isOn(b) ? none : b.name })
  open('reset', { variants: (isOn(b) ? variants.filter((v) => v !== b.name) : [...variants, b.name]).join(',') || none })
}

/** Those that are on, wherever the search is. */
function Active({ all }: { all: readonly Behaviour[] }) {
  const on = all.filter(isOn)
  if (on.length === 0) return null
  return (
    <ul class="lines active" aria-label="Switched on">
      {on.map((b) => (
        <li key={b.name}>
          <div>
            <strong>{b.name}</strong> <Tag kind={b.kind === 'misbehaviour' ? 'bad' : 'warn'}>on</Tag>
            <small>{b.summary}</small>
          </div>
          <Button onClick={() => toggle(b)}>Switch off…</Button>
        </li>
      ))}
    </ul>
  )
}

function One({ b }: { b: Behaviour }) {
  return (
    <li>
      <div>
        <strong>{b.name}</strong>
        <small>{b.summary}</small>
        <details>
          <summary>
            {b.difficulty
              ? noticed[b.difficulty]
              : b.statements.length > 0
                ? 'by the letter, not all would agree'
                : 'the documents leave it open'}
          </summary>
          {b.advice && <p>To notice it, {b.advice}</p>}
          {b.statements.length > 0 && (
            <p>
              {b.kind === 'misbehaviour' ? 'It breaks' : 'Against it speaks'} {b.statements.join(', ')}.
            </p>
          )}
          <p>
            <code>
              understudy serve --{b.kind === 'misbehaviour' ? 'misbehave' : 'variant'} {b.name}
            </code>
          </p>
        </details>
      </div>
      {isOn(b) ? (
        <Tag kind="warn">on</Tag>
      ) : (
        <Button onClick={() => toggle(b)} aria-label={`Switch on ${b.name}`}>
          Switch on…
        </Button>
      )}
    </li>
  )
}
