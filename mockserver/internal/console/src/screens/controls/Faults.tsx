import { signal } from '@preact/signals'
import { type Schemas, ask } from '../../api/client'
import { Button, Icon, Section } from '../../components/basics'
import { SureButton } from '../../components/SureButton'
import { awaited, known } from '../../store/controls'
import { faults, readFaults } from '../../store/faults'
import { bareFault, countWords, effectWords, matchWords, whenWords } from '../../store/faultDraft'
import { perform } from '../../store/perform'
import { hrefOf, namespace } from '../../store/route'
import { open } from './Controls'

type Fault = Schemas['Fault']

/** Those that were switched off here, by namespace, to be switched on again while the page is open. */
const off = signal<readonly { namespace: string; fault: Fault }[]>([])

const take = (id: string) => ask('delete', '/__understudy/faults/{id}', { namespace: namespace.peek(), path: { id } })

async function switchOff(fault: Fault): Promise<void> {
  if (!(await perform(`fault ${fault.id}`, take(fault.id), `Fault ${fault.id} is off.`))) return
  off.value = [...off.value, { namespace: namespace.peek(), fault }]
  await readFaults()
}

/** Adds it once more, in the place of the one that is spent if that is there. */
async function switchOn(fault: Fault, there: boolean): Promise<void> {
  const added = await perform(
    `fault ${fault.id}`,
    ask('post', '/__understudy/faults', { namespace: namespace.peek(), body: bareFault(fault) }),
    ({ id }) => `It is on again, as ${id}, and counts from zero.`,
  )
  if (!added) return
  off.value = off.value.filter((o) => o.fault !== fault)
  if (there) await take(fault.id).catch(() => undefined)
  await readFaults()
}

/** The failures that requests are given. */
export function Faults() {
  const rested = off.value.filter((o) => o.namespace === namespace.value)
  const clear = async () => {
    await perform('faults', ask('delete', '/__understudy/faults', { namespace: namespace.peek() }), 'There is no fault any more.')
    await readFaults()
  }
  return (
    <Section
      title="Faults"
      aside={
        <span class="row">
          {known.value && faults.value.length > 1 && <SureButton label="Remove all" sure="Remove all?" onSure={() => void clear()} />}
          <Button onClick={() => open('fault')} title="Add a fault (f)">
            <Icon name="plus" />
            Add
          </Button>
        </span>
      }
    >
      {!known.value && <p class="quiet">{awaited.value}</p>}
      {known.value && faults.value.length + rested.length === 0 && (
        <p class="quiet">None. A fault has requests of the APIs fail, come late or be cut, as often as you say.</p>
      )}
      <ul class="lines">
        {known.value && faults.value.map((f) => <Line key={f.id} fault={f} there />)}
        {rested.map(({ fault }) => (
          <Line key={fault.id} fault={fault} there={false} />
        ))}
      </ul>
    </Section>
  )
}

/** A fault that the mock has, or one that it had. */
function Line({ fault: f, there }: { fault: Fault; there: boolean }) {
  const on = there && !f.spent
  const words = `${matchWords(f)}: ${effectWords(f)}`
  const remove = async () => {
    if (there && !(await perform(`fault ${f.id}`, take(f.id), `Fault ${f.id} is gone.`))) return
    off.value = off.value.filter((o) => o.fault !== f)
    await readFaults()
  }
  return (
    <li class={on ? '' : 'resting'}>
      <button
        type="button"
        class="switch"
        role="switch"
        aria-checked={on}
        aria-label={`Fault ${f.id}, ${words}`}
        onClick={() => void (on ? switchOff(f) : switchOn(f, there))}
      />
      <div>
        <strong>
          {there ? <a href={hrefOf('traffic', { fault: f.id })}>{f.id}</a> : f.id} {effectWords(f)}
        </strong>
        <small>
          {matchWords(f)}; {whenWords(f)}
        </small>
      </div>
      <span class="counts" title="Requests that were given the fault, of those that it is for">
        {there ? countWords(f) : 'off'}
      </span>
      <Button kind="quiet" aria-label={`Remove ${f.id}`} title="Remove" onClick={() => void remove()}>
        <Icon name="trash" />
      </Button>
    </li>
  )
}
