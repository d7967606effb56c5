import { useState } from 'preact/hooks'
import { type Schemas, ask, said } from '../../api/client'
import { Button, Section } from '../../components/basics'
import { SureButton } from '../../components/SureButton'
import { count } from '../../components/words'
import { awaited, known, readSnapshots, snapshots } from '../../store/controls'
import { isName, nameRule } from '../../store/namespaces'
import { note } from '../../store/notes'
import { perform } from '../../store/perform'
import { namespace, param } from '../../store/route'
import { Changes } from './Changes'
import { close, open } from './Controls'

/** What the namespace remembers, and the way back to it. */
export function Snapshots() {
  const shown = param('do') === 'diff' ? param('at') : ''
  return (
    <Section title="Snapshots">
      <Taking />
      {!known.value && <p class="quiet">{awaited.value}</p>}
      {known.value && snapshots.value.length === 0 && (
        <p class="quiet">None yet. A snapshot remembers the data, the clock and the faults, and takes no time.</p>
      )}
      {known.value && snapshots.value.length > 0 && (
        <ul class="lines">
          {snapshots.value.map((s) => (
            <Line key={s.name} s={s} />
          ))}
        </ul>
      )}
      {shown && <Changes name={shown} onClose={close} />}
    </Section>
  )
}

function Taking() {
  const [typed, setTyped] = useState('')
  const [refused, setRefused] = useState('')
  const name = typed.trim()
  const there = snapshots.value.some((s) => s.name === name)
  const wrong = name !== '' && !isName(name) ? nameRule : refused
  const take = async () => {
    try {
      await ask('put', '/__understudy/snapshots/{name}', { namespace: namespace.peek(), path: { name } })
    } catch (error) {
      return setRefused(said(error))
    }
    note(`Remembered as ${name}: data, clock and faults.`, 'good', undefined, `snapshot ${name}`)
    setTyped('')
    await readSnapshots().catch(() => undefined) // a mock that does not answer is shown by the stream
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isName(name)) void take()
      }}
    >
      <div class="row">
        <label class="inline grow">
          <span>Name</span>
          <input
            id="snapshot-name"
            type="text"
            placeholder="signed-up"
            value={typed}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={wrong !== ''}
            onInput={(event) => {
              setTyped(event.currentTarget.value)
              setRefused('')
            }}
          />
        </label>
        <Button type="submit" disabled={!isName(name)} title={there ? 'Takes the place of the one with this name' : undefined}>
          {there ? 'Replace' : 'Take'}
        </Button>
      </div>
      {wrong && (
        <p class="wrong" role="status">
          {wrong}
        </p>
      )}
    </form>
  )
}

function Line({ s }: { s: Schemas['Snapshot'] }) {
  const forget = async () => {
    const path = { name: s.name }
    await perform(
      `snapshot ${s.name}`,
      ask('delete', '/__understudy/snapshots/{name}', { namespace: namespace.peek(), path }),
      `Forgot ${s.name}.`,
    )
    await readSnapshots()
  }
  return (
    <li>
      <div>
        <strong>{s.name}</strong>
        <small>
          {s.created_at.replace('T', ' ').slice(0, 19)}, {count(s.tracked, 'written event')}
        </small>
      </div>
      <Button kind="quiet" onClick={() => open('diff', { at: s.name })}>
        Compare or go back…
      </Button>
      <SureButton label="Forget" sure="Forget it?" onSure={() => void forget()} />
    </li>
  )
}
