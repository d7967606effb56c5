import { useState } from 'preact/hooks'
import { ask, send } from '../../api/client'
import { Button, CopyButton, Icon, Section } from '../../components/basics'
import { Dialog } from '../../components/Dialog'
import { SureButton } from '../../components/SureButton'
import { count } from '../../components/words'
import { readControls, readSnapshots, snapshots } from '../../store/controls'
import { useLoaded } from '../../store/exchanges'
import { perform } from '../../store/perform'
import { namespace, param } from '../../store/route'
import { close, open } from './Controls'

const shownLines = 200

/** What the namespace remembers, and the way back to it. */
export function Snapshots() {
  const [name, setName] = useState('')
  const all = snapshots.value
  const take = async () => {
    const named = name.trim()
    const taken = await perform(
      ask('put', '/__understudy/snapshots/{name}', { namespace: namespace.peek(), path: { name: named } }),
      `Remembered as ${named}: data, clock and faults.`,
    )
    if (!taken) return
    setName('')
    await readSnapshots()
  }
  const forget = async (named: string) => {
    await perform(ask('delete', '/__understudy/snapshots/{name}', { namespace: namespace.peek(), path: { name: named } }), `Forgot ${named}.`)
    await readSnapshots()
  }
  const shown = param('do') === 'diff' ? param('at') : ''
  return (
    <Section title="Snapshots">
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) void take()
        }}
      >
        <label class="inline grow">
          <span>Name</span>
          <input
            id="snapshot-name"
            type="text"
            placeholder="signed-up"
            value={name}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <Button type="submit" disabled={!name.trim()} title={all.some((s) => s.name === name.trim()) ? 'Takes the place of the one with this name' : undefined}>
          {all.some((s) => s.name === name.trim()) ? 'Replace' : 'Take'}
        </Button>
      </form>
      {all.length === 0 ? (
        <p class="quiet">None yet. A snapshot remembers the data, the clock and the faults, and takes no time.</p>
      ) : (
        <ul class="lines">
          {all.map((s) => (
            <li key={s.name}>
              <div>
                <strong>{s.name}</strong>
                <small>
                  {s.created_at.replace('T', ' ').slice(0, 19)}, {count(s.tracked, 'written event')}
                </small>
              </div>
              <Button kind="quiet" onClick={() => open('diff', { at: s.name })}>
                Compare or go back…
              </Button>
              <SureButton label="Forget" sure="Forget it?" onSure={() => void forget(s.name)} />
            </li>
          ))}
        </ul>
      )}
      {shown && <Diff name={shown} onClose={close} />}
    </Section>
  )
}

/** What was written since a snapshot, which is what going back loses. */
function Diff({ name, onClose }: { name: string; onClose: () => void }) {
  const here = namespace.value
  const loaded = useLoaded(`diff ${here} ${name}`, async () => {
    const response = await send(here, `/__understudy/snapshots/${encodeURIComponent(name)}/diff`)
    return (await response.text()).split('\n').filter(Boolean)
  })
  const lines = loaded.value
  const restore = async () => {
    const done = await perform(
      ask('post', '/__understudy/snapshots/{name}/restore', { namespace: here, path: { name } }),
      `All is as it was at ${name}; faults count from zero.`,
    )
    if (!done) return
    onClose()
    await readControls()
  }
  return (
    <Dialog title={`What came since ${name}`} onClose={onClose} wide>
      {lines ? (
        <p>
          {lines.length === 0 ? 'No event was written since.' : `${count(lines.length, 'event was', 'events were')} written since; going back loses ${lines.length === 1 ? 'it' : 'them'}.`}{' '}
          Conversations and feedback are not told here; they go back as well, and so do the clock and the faults, which count from zero.
        </p>
      ) : (
        <p class={loaded.error ? 'wrong' : 'quiet'}>{loaded.error ?? 'Reading…'}</p>
      )}
      {lines && lines.length > 0 && (
        <pre tabIndex={0} aria-label="Events written since">
          {lines.slice(0, shownLines).join('\n')}
          {lines.length > shownLines && `\n… and ${lines.length - shownLines} more`}
        </pre>
      )}
      <footer>
        {lines && lines.length > 0 && <CopyButton text={lines.join('\n')} what="the events as JSON lines" label="Copy" />}
        <Button kind="main" onClick={() => void restore()}>
          <Icon name="replay" />
          Go back to it
        </Button>
      </footer>
    </Dialog>
  )
}
