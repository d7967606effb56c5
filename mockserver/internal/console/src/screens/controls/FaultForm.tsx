import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { ask, said } from '../../api/client'
import { Button } from '../../components/basics'
import { Dialog } from '../../components/Dialog'
import { type Effect, type FaultDraft, effects, faultOf, newDraft } from '../../store/faultDraft'
import { readFaults } from '../../store/faults'
import { note } from '../../store/notes'
import { namespace } from '../../store/route'
import { index } from '../../store/served'

type Set = (change: Partial<FaultDraft>) => void
type Text = { [K in keyof FaultDraft]: FaultDraft[K] extends string ? K : never }[keyof FaultDraft]

/** Adds a fault: for which requests, which of them, and what they get. */
export function FaultForm({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState(newDraft)
  const [wrong, setWrong] = useState('')
  const set: Set = (change) => setDraft((was) => ({ ...was, ...change }))
  const fault = faultOf(draft)
  const add = async () => {
    try {
      const { id } = await ask('post', '/__understudy/faults', { namespace: namespace.peek(), body: fault })
      note(`Fault ${id} is in force.`)
      onClose()
      await readFaults()
    } catch (error) {
      setWrong(said(error))
    }
  }
  const field = (name: Text, label: string, more: { placeholder?: string; type?: string } = {}) => (
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
  return (
    <Dialog title="Add a fault" onClose={onClose} wide>
      <form
        class="fault-form"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <Match draft={draft} set={set} field={field} />
        <fieldset class="choices">
          <legend>What they get</legend>
          {Object.entries(effects).map(([name, says]) => (
            <label key={name}>
              <input type="radio" name="effect" checked={draft.effect === name} onChange={() => set({ effect: name as Effect })} />
              {says}
            </label>
          ))}
        </fieldset>
        <div class="fields">
          {draft.effect === 'status' && (
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
        <details>
          <summary>Which of them: {whenSummary(draft)}</summary>
          <div class="fields">
            {field('skip', 'Let pass first', { type: 'number' })}
            {field('first', 'So many in all', { type: 'number' })}
            {field('every', 'Each so many-th', { type: 'number' })}
            {field('probability', 'Probability, up to 1', { type: 'number' })}
            {field('for', 'For so long', { placeholder: '30s' })}
          </div>
        </details>
        <pre tabIndex={0} aria-label="What is sent">{`POST /__understudy/faults\n${JSON.stringify(fault, null, 2)}`}</pre>
        {wrong && <p class="wrong" role="alert">{wrong}</p>}
        <footer>
          <Button kind="main" type="submit">
            Add the fault
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

const whenSummary = (d: FaultDraft) => (d.skip || d.first || d.every || d.probability || d.for ? 'some' : 'all')

type MatchProps = { draft: FaultDraft; set: Set; field: (name: Text, label: string, more?: { placeholder?: string }) => ComponentChildren }

function Match({ draft, set, field }: MatchProps) {
  return (
    <>
      <div class="fields">
        <label>
          Operation
          <select value={draft.operation} autofocus onChange={(event) => set({ operation: event.currentTarget.value })}>
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
      </div>
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

function Lines({ label, value, onInput }: { label: string; value: string; onInput: (value: string) => void }) {
  return (
    <label>
      {label}
      <textarea rows={2} value={value} spellcheck={false} onInput={(event) => onInput(event.currentTarget.value)} />
    </label>
  )
}
