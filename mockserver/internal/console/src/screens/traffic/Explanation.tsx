import { useState } from 'preact/hooks'
import { ask } from '../../api/client'
import { Button, Icon } from '../../components/basics'
import { count } from '../../components/words'
import { useLoaded } from '../../store/exchanges'
import { namespace } from '../../store/route'

/** Why a list held what it held: the conditions in turn, and what was likely meant. */
export function Explanation({ id, open: atFirst }: { id: string; open: boolean }) {
  const [open, setOpen] = useState(atFirst)
  return (
    <section class={`explanation ${atFirst ? 'empty' : ''}`}>
      <h3>
        <Button kind="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="question" />
          {atFirst ? 'Why is it empty?' : 'Why does it hold what it holds?'}
        </Button>
      </h3>
      {open && <Funnel id={id} />}
    </section>
  )
}

function Funnel({ id }: { id: string }) {
  const loaded = useLoaded(`explain ${id}`, () =>
    ask('get', '/__understudy/journal/{request_id}/explain', { namespace: namespace.peek(), path: { request_id: id } }),
  )
  if (!loaded.value) return <p class={loaded.error ? 'wrong' : 'quiet'}>{loaded.error ?? 'Reading…'}</p>
  const { funnel, hints, returned } = loaded.value
  const most = Math.max(1, ...funnel.map((step) => step.events))
  return (
    <>
      {hints.length > 0 && (
        <ul class="hints">
          {hints.map((hint) => (
            <li key={hint}>{hint}</li>
          ))}
        </ul>
      )}
      <ol class="funnel">
        {funnel.map((step, i) => (
          <li key={i} class={step.events === 0 ? 'none' : ''}>
            <span class="step">{step.step}</span>
            <span class="share" aria-hidden="true">
              <i style={{ width: `${(step.events / most) * 100}%` }} />
            </span>
            <span class="number">
              {step.at_least ? '≥ ' : ''}
              {step.events.toLocaleString('en')}
            </span>
          </li>
        ))}
      </ol>
      <p class="quiet">The answer held {count(returned, 'of them', 'of them')}.</p>
    </>
  )
}
