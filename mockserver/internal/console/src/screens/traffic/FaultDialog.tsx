import { useState } from 'preact/hooks'
import { type Schemas, ask, said } from '../../api/client'
import { Button } from '../../components/basics'
import { Dialog } from '../../components/Dialog'
import { note } from '../../store/notes'
import { readFaults } from '../../store/faults'
import { namespace } from '../../store/route'

type NewFault = Schemas['NewFault']

const effects: Record<string, { says: string; is: NewFault }> = {
  503: { says: '503, try again in a second', is: { status: 503, headers: { 'Retry-After': '1' } } },
  429: { says: '429, too many requests', is: { status: 429, headers: { 'Retry-After': '1' } } },
  500: { says: '500, internal error', is: { status: 500 } },
  401: { says: '401, credentials refused', is: { status: 401 } },
  slow: { says: 'Two seconds late', is: { delay: '2s' } },
  drip: { says: 'In small pieces, over two seconds', is: { drip: '2s' } },
  reset: { says: 'Connection reset, no answer', is: { reset: true } },
  malformed: { says: 'Cut in the middle, so that it is no JSON', is: { malformed: true } },
}

/** Has requests like this one fail. */
export function FaultDialog({ exchange: x, onClose }: { exchange: Schemas['Exchange']; onClose: () => void }) {
  const [effect, setEffect] = useState('503')
  const [first, setFirst] = useState('1')
  const [sameQuery, setSameQuery] = useState(false)
  const [wrong, setWrong] = useState('')
  const texts = Object.entries(x.query).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  const times = Number(first)
  const fault: NewFault = {
    match: { operation: x.operation, method: x.method, ...(sameQuery ? { query: Object.fromEntries(texts) } : {}) },
    ...(times > 0 ? { when: { first: times } } : {}),
    ...effects[effect]?.is,
  }
  const add = async () => {
    try {
      const name = namespace.peek()
      const { id } = await ask('post', '/__understudy/faults', { namespace: name, body: fault })
      note(`Fault ${id} is in force.`, 'good', { label: 'Take it back', run: () => void remove(name, id) })
      void readFaults()
      onClose()
    } catch (error) {
      setWrong(said(error))
    }
  }
  return (
    <Dialog title="Make this a fault" onClose={onClose} wide>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <fieldset class="choices">
          <legend>
            What {x.method} {x.operation} gets
          </legend>
          {Object.entries(effects).map(([name, { says }]) => (
            <label key={name}>
              <input type="radio" name="effect" value={name} checked={effect === name} autofocus={effect === name} onChange={() => setEffect(name)} />
              {says}
            </label>
          ))}
        </fieldset>
        <label>
          How many times <span class="quiet">(empty for always)</span>
          <input type="number" min="1" inputMode="numeric" value={first} onInput={(event) => setFirst(event.currentTarget.value)} />
        </label>
        {texts.length > 0 && (
          <label class="check">
            <input type="checkbox" checked={sameQuery} onChange={(event) => setSameQuery(event.currentTarget.checked)} />
            Only with the same query
          </label>
        )}
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

async function remove(name: string, id: string): Promise<void> {
  try {
    await ask('delete', '/__understudy/faults/{id}', { namespace: name, path: { id } })
    note(`Fault ${id} is gone.`)
    void readFaults()
  } catch (error) {
    note(said(error), 'bad')
  }
}
