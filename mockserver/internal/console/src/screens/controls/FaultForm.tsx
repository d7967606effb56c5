import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { type Schemas, ask, baseOf, said } from '../../api/client'
import { Button } from '../../components/basics'
import { Dialog } from '../../components/Dialog'
import { useDraft } from '../../store/drafts'
import { type FaultDraft, chosen, draftLike, effects, faultOf, newDraft } from '../../store/faultDraft'
import { readFaults } from '../../store/faults'
import { note } from '../../store/notes'
import { perform } from '../../store/perform'
import { namespace } from '../../store/route'
import { index } from '../../store/served'

type Set = (change: Partial<FaultDraft>) => void
type Text = { [K in keyof FaultDraft]: FaultDraft[K] extends string ? K : never }[keyof FaultDraft]
type More = { placeholder?: string; type?: string }
type Part = { draft: FaultDraft; set: Set; field: (name: Text, label: string, more?: More) => ComponentChildren }

/** Adds a fault: for which requests, which of them, and what they get. It begins with those like a request that was seen, if one was. */
export function FaultForm({ like, onClose }: { like?: Schemas['Exchange']; onClose: () => void }) {
  const [draft, set, forget] = useDraft(`fault ${namespace.value} ${like?.id ?? ''}`, () => (like ? draftLike(like) : newDraft()))
  const [wrong, setWrong] = useState('')
  const fault = faultOf(draft)
  const field: Part['field'] = (name, label, more = {}) => (
    <label>
      {label}
      <input
        type={more.type ?? 'text'}
        step="any"
        placeholder={more.placeholder}
        value={draft[name]}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => set({ [name]: event.currentTarget.value })}
      />
    </label>
  )
  const add = () =>
    addFault(fault).then(
      () => (forget(), onClose()),
      (error) => setWrong(said(error)),
    )
  return (
    <Dialog title={like ? 'Make this a fault' : 'Add a fault'} onClose={onClose} wide>
      <form
        class="fault-form"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <Match draft={draft} set={set} field={field} />
        <Effects draft={draft} set={set} field={field} />
        <When draft={draft} set={set} field={field} />
        <pre
          tabIndex={0}
          aria-label="What is sent"
        >{`POST ${baseOf(namespace.value)}/__understudy/faults\n${JSON.stringify(fault, null, 2)}`}</pre>
        {wrong && (
          <p class="wrong" role="alert">
            {wrong}
          </p>
        )}
        <footer>
          <Button kind="main" type="submit">
            Add the fault
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

/** Has a fault be in force, with a way to take it back. */
async function addFault(fault: Schemas['NewFault']): Promise<void> {
  const name = namespace.peek()
  const { id } = await ask('post', '/__understudy/faults', { namespace: name, body: fault })
  const about = `fault ${id}`
  const gone = () => ask('delete', '/__understudy/faults/{id}', { namespace: name, path: { id } })
  const remove = () => perform(about, gone(), `Fault ${id} is gone.`).then(readFaults)
  note(`Fault ${id} is in force.`, 'good', { label: 'Take it back', run: () => void remove() }, about)
  void readFaults()
}

function Effects({ draft, set, field }: Part) {
  return (
    <>
      <fieldset class="choices">
        <legend>What they get</legend>
        {effects.map(({ says }, i) => (
          <label key={says}>
            <input
              type="radio"
              name="effect"
              checked={draft.choice === i}
              autofocus={draft.seen !== undefined && i === 0}
              onChange={() => set(chosen(draft, i))}
            />
            {says}
          </label>
        ))}
      </fieldset>
      <div class="fields">
        {effects[draft.choice]?.more && (
          <>
            {field('status', 'Status', { type: 'number' })}
            <Lines label="Headers, one a line" value={draft.headers} onInput={(headers) => set({ headers })} />
            <Lines label="Body (empty for the API's own)" value={draft.body} onInput={(body) => set({ body })} />
          </>
        )}
        {draft.effect === 'rate' && field('perSecond', 'Requests a second', { type: 'number' })}
        {draft.effect === 'rate' && field('burst', 'At once', { type: 'number' })}
        {draft.effect === 'reset' && field('afterBytes', 'After so many bytes (empty for before the answer)', { type: 'number' })}
        {draft.effect === 'drip' && field('drip', 'Over')}
        {draft.effect === 'content_type' && field('contentType', 'Content-Type')}
        {field('delay', draft.p99 ? 'Delay of half of them' : 'Delay', { placeholder: '250ms' })}
        {draft.delay && field('p99', 'Delay of the slowest in a hundred', { placeholder: '2s, or empty for the same' })}
      </div>
    </>
  )
}

function Match({ draft, set, field }: Part) {
  return (
    <>
      <div class="fields">
        <label>
          Operation
          <select
            value={draft.operation}
            autofocus={draft.seen === undefined}
            onChange={(event) => set({ operation: event.currentTarget.value })}
          >
            <option value="">every operation</option>
            {index.value?.apis.map((api) => (
              <optgroup key={api.api} label={api.title}>
                {api.operations.map((o) => (
                  <option key={o.operation} value={o.operation}>
                    {o.operation}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
        <label>
          Page
          <select value={draft.page} onChange={(event) => set({ page: event.currentTarget.value })}>
            <option value="">any</option>
            <option value="first">the first of a list</option>
            <option value="later">a later one</option>
          </select>
        </label>
        {field('first', 'How many times (empty for always)', { type: 'number' })}
      </div>
      {Object.keys(draft.seen ?? {}).length > 0 && (
        <label class="check">
          <input type="checkbox" checked={draft.same} onChange={(event) => set({ same: event.currentTarget.checked })} />
          Only with the same query
        </label>
      )}
      <details>
        <summary>Only with this method, query or header</summary>
        <div class="fields">
          {field('method', 'Method', { placeholder: 'GET' })}
          <Lines label="Query, name=value" value={draft.query} onInput={(query) => set({ query })} />
          <Lines label="Headers, Name: value" value={draft.header} onInput={(header) => set({ header })} />
        </div>
      </details>
    </>
  )
}

const When = ({ draft: d, field }: Part) => (
  <details>
    <summary>Which of them: {d.skip || d.every || d.probability || d.for ? 'some' : 'all'}</summary>
    <div class="fields">
      {field('skip', 'Let pass first', { type: 'number' })}
      {field('every', 'Each so many-th', { type: 'number' })}
      {field('probability', 'Probability, up to 1', { type: 'number' })}
      {field('for', 'For so long', { placeholder: '30s' })}
    </div>
  </details>
)

function Lines({ label, value, onInput }: { label: string; value: string; onInput: (value: string) => void }) {
  return (
    <label>
      {label}
      <textarea rows={2} value={value} spellcheck={false} onInput={(event) => onInput(event.currentTarget.value)} />
    </label>
  )
}
