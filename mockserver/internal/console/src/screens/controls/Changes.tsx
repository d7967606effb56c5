import { type Schemas, ask } from '../../api/client'
import { Button, Copyable, Icon } from '../../components/basics'
import { Dialog } from '../../components/Dialog'
import { count } from '../../components/words'
import { kindWords, readControls, whatWords } from '../../store/controls'
import { useLoaded } from '../../store/exchanges'
import { clientURL } from '../../store/live'
import { perform } from '../../store/perform'
import { namespace } from '../../store/route'

const listed = 50

/** What became of everything since a snapshot, which is what going back undoes. */
export function Changes({ name, onClose }: { name: string; onClose: () => void }) {
  const here = namespace.value
  const loaded = useLoaded(`changes ${here} ${name}`, () =>
    ask('get', '/__understudy/snapshots/{name}/changes', { namespace: here, path: { name }, query: { limit: listed } }),
  )
  const restore = async () => {
    const back = ask('post', '/__understudy/snapshots/{name}/restore', { namespace: here, path: { name } })
    const done = await perform(`snapshot ${name}`, back, `All is as it was at ${name}.`)
    if (!done) return
    onClose()
    await readControls()
  }
  const told = loaded.value
  return (
    <Dialog title={`What came since ${name}`} onClose={onClose} wide>
      {told ? <Told told={told} /> : <p class={loaded.error ? 'wrong' : 'quiet'}>{loaded.error ?? 'Reading…'}</p>}
      {told && (
        <p class="lost">
          <strong>Going back </strong>undoes all of this. The clock goes back, too, and so do the faults, with what they had counted by
          then.
        </p>
      )}
      {told?.kinds.some((k) => k.kind === 'event' && k.added > 0) && (
        <p class="quiet">
          The events that were added, as JSON lines:{' '}
          <Copyable text={`${clientURL()}/__understudy/snapshots/${name}/diff`} what="the address" />
        </p>
      )}
      <footer>
        <Button kind="main" disabled={!told} onClick={() => void restore()}>
          <Icon name="replay" />
          Go back to it
        </Button>
      </footer>
    </Dialog>
  )
}

function Told({ told }: { told: Schemas['SnapshotChanges'] }) {
  const some = told.kinds.filter((k) => k.added + k.changed + k.removed > 0)
  return (
    <>
      {some.length === 0 && <p>Nothing that clients write has changed since.</p>}
      {told.reseeded && <p>The seeded data are others than then; they go back, too.</p>}
      {some.map((k) => (
        <Kind key={`${k.api} ${k.kind}`} k={k} />
      ))}
    </>
  )
}

function Kind({ k }: { k: Schemas['ChangesOfKind'] }) {
  const all = k.added + k.changed + k.removed
  return (
    <details class="changed-kind" open>
      <summary>
        <strong>{kindWords(k)}</strong>: {whatWords(k)}
      </summary>
      <ul class="changed-list" tabIndex={0} aria-label={kindWords(k)}>
        {k.changes.map((c) => (
          <li key={`${c.where} ${c.id}`} class={c.change}>
            <span>{c.change}</span> {c.name && <strong>{c.name}</strong>} <code>{c.id}</code> <small>{c.where}</small>
          </li>
        ))}
        {all > k.changes.length && <li class="quiet">and {k.more ? 'many more' : count(all - k.changes.length, 'other', 'others')}</li>}
      </ul>
    </details>
  )
}
