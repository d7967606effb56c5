import { Status } from '../../components/basics'
import { JsonView } from '../../components/JsonView'
import { bytes, duration, reason } from '../../components/words'
import type { Came } from '../../store/sending'

/** What one of the mock's own endpoints answered, which no journal has. */
export function OwnAnswer({ came }: { came: Came }) {
  const json = came.cut ? undefined : valueOf(came)
  return (
    <section class="own-answer" aria-label="The answer">
      <h3>
        <Status status={came.status} /> {came.status === 0 ? 'a redirect, which is not followed' : reason(came.status)}
      </h3>
      <p class="quiet">
        {came.type || 'no body'}, {bytes(new Blob([came.text]).size)} in {duration(came.took)}
        {came.cut && ', and there is more'}
      </p>
      {json !== undefined ? <JsonView value={json} /> : came.text && <pre tabIndex={0}>{came.text}</pre>}
    </section>
  )
}

function valueOf(came: Came): unknown {
  if (!/json$/.test(came.type.split(';')[0] ?? '')) return undefined
  try {
    return JSON.parse(came.text)
  } catch {
    return undefined
  }
}
