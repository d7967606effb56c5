import { useMemo, useState } from 'preact/hooks'
import { type Schemas, ask, said } from '../../api/client'
import { Button } from '../../components/basics'
import { Dialog } from '../../components/Dialog'
import { count } from '../../components/words'
import { choices, readControls } from '../../store/controls'
import { useLoaded } from '../../store/exchanges'
import { isName, nameRule, namespaces } from '../../store/namespaces'
import { note } from '../../store/notes'
import { type OptionsDraft, draftOf, none, optionsOf, switchWords, switchedWords } from '../../store/options'
import { choose, namespace, param } from '../../store/route'
import { OptionFields } from './OptionFields'

type Props = { inForce: Schemas['NamespaceOptionsInForce']; make: boolean; onClose: () => void }

/** The options in force, with the behaviours that the address asks for. */
function firstDraft(inForce: Props['inForce']): OptionsDraft {
  const misbehave = param('misbehave')
  const variants = param('variants')
  return {
    ...draftOf(inForce),
    ...(misbehave ? { misbehave: misbehave === none ? '' : misbehave } : {}),
    ...(variants ? { variants: variants === none ? [] : variants.split(',') } : {}),
  }
}

/** Puts the namespace back to the start, or makes another, with options that can be changed before. */
export function StartDialog({ inForce, make: making, onClose }: Props) {
  const first = useMemo(() => firstDraft(inForce), [])
  const does = useMemo(() => switchWords(inForce, first), [])
  const [draft, setDraft] = useState(first)
  const [make, setMake] = useState(making)
  const [name, setName] = useState('')
  const [wrong, setWrong] = useState('')
  const named = isName(name)
  const there = namespaces.value.some((n) => n.name === name)
  const body = optionsOf(draft)
  const target = make ? name : namespace.value
  const start = async () => {
    setWrong('')
    try {
      await begin(target, make, body)
      note(startedWords(target, make, there, make ? switchedWords(bare, draft) : switchedWords(inForce, draft)), 'good', undefined, 'start')
      onClose()
      if (make && target !== namespace.peek()) choose(target)
      await readControls()
    } catch (error) {
      setWrong(said(error))
    }
  }
  return (
    <Dialog title={make ? 'Make a namespace' : does ? `${does} in ${namespace.value}` : `Reset ${namespace.value}`} onClose={onClose} wide>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!make || named) void start()
        }}
      >
        <Where make={make} setMake={setMake} name={name} setName={setName} />
        <OptionFields draft={draft} set={(change) => setDraft((was) => ({ ...was, ...change }))} options={choices.value} />
        {!make && <Lost name={namespace.value} anew={false} />}
        {make && there && <Lost name={name} anew />}
        <Sent what={`${make ? `PUT /__understudy/namespaces/${name}` : 'POST /__understudy/reset'}\n${JSON.stringify(body, null, 2)}`} />
        {wrong && (
          <p class="wrong" role="alert">
            {wrong}
          </p>
        )}
        <footer>
          <Button kind={make && !there ? 'main' : 'danger'} type="submit" disabled={make && !named}>
            {make ? (there ? `Make ${name} anew` : 'Make it') : `Reset ${namespace.value}${does && ` and ${does.toLowerCase()}`}`}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

const bare = { misbehave: '', variants: [] }

/** What has become of the namespace, with the behaviours that were switched. */
function startedWords(name: string, make: boolean, there: boolean, switched: string): string {
  if (make) return `The namespace ${name} is ${there ? 'made anew' : 'there'}${switched && `: ${switched}`}.`
  return switched ? `${switched}; ${name} is back at the start.` : `${name} is back at the start.`
}

async function begin(target: string, make: boolean, body: Schemas['NamespaceOptions']): Promise<void> {
  if (make) await ask('put', '/__understudy/namespaces/{name}', { path: { name: target }, body })
  else await ask('post', '/__understudy/reset', { namespace: target, body })
}

type WhereProps = { make: boolean; setMake: (make: boolean) => void; name: string; setName: (name: string) => void }

/** Whether it is this namespace or one of its own, and how that is called. */
function Where({ make, setMake, name, setName }: WhereProps) {
  const wrong = make && name !== '' && !isName(name)
  return (
    <>
      <div class="chips" role="group" aria-label="Where">
        <button type="button" class="chip" aria-pressed={!make} onClick={() => setMake(false)}>
          In {namespace.value}, from the start
        </button>
        <button type="button" class="chip" aria-pressed={make} onClick={() => setMake(true)}>
          In a namespace of its own
        </button>
      </div>
      {make && (
        <label>
          Name
          <input
            type="text"
            value={name}
            autofocus
            autocomplete="off"
            spellcheck={false}
            aria-invalid={wrong}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
      )}
      {wrong && <p class="wrong">{nameRule}</p>}
    </>
  )
}

const Sent = ({ what }: { what: string }) => (
  <details>
    <summary>What is sent</summary>
    <pre tabIndex={0} aria-label="What is sent">
      {what}
    </pre>
  </details>
)

/** What the person gives up; where a namespace is made anew, its snapshots, too. */
function Lost({ name, anew }: { name: string; anew: boolean }) {
  const loaded = useLoaded(`lost ${name}`, async () => {
    const [row, faults, snapshots, time, violations, journal] = await Promise.all([
      ask('get', '/__understudy/namespaces/{name}', { path: { name } }),
      ask('get', '/__understudy/faults', { namespace: name }),
      ask('get', '/__understudy/snapshots', { namespace: name }),
      ask('get', '/__understudy/clock', { namespace: name }),
      ask('get', '/__understudy/violations', { namespace: name, query: { limit: 1 } }),
      ask('get', '/__understudy/journal', { namespace: name, query: { limit: 1, bodies: false } }).catch(() => ({ total: 0 })),
    ])
    const { now } = row.options
    const moved = now === 'real' ? time.mode !== 'real' : Date.parse(time.now) !== Date.parse(now)
    return {
      tracked: row.tracked,
      faults: faults.faults.length,
      snapshots: snapshots.snapshots.length,
      moved,
      violations: violations.total,
      exchanges: journal.total,
    }
  })
  const l = loaded.value
  if (!l) return <p class="quiet">{loaded.error ?? 'Looking what would be lost…'}</p>
  const parts = [
    l.tracked > 0 && count(l.tracked, 'written event'),
    l.exchanges > 0 && count(l.exchanges, 'request of the traffic', 'requests of the traffic'),
    l.violations > 0 && count(l.violations, 'recorded violation'),
    l.faults > 0 && count(l.faults, 'fault'),
    anew && l.snapshots > 0 && count(l.snapshots, 'snapshot'),
    l.moved && 'the clock as it is set',
  ].filter(Boolean)
  return (
    <p class="lost">
      {parts.length === 0 ? (
        'Nothing is lost: nothing has come since the start.'
      ) : (
        <>
          <strong>Lost: </strong>
          {parts.join(', ')}.
        </>
      )}
      {!anew && l.snapshots > 0 && ' Snapshots stay.'}
    </p>
  )
}
