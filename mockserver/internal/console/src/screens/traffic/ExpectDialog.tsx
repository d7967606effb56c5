import { useState } from 'preact/hooks'
import type { Schemas } from '../../api/client'
import { CopyButton } from '../../components/basics'
import { Dialog } from '../../components/Dialog'
import { expectationCode, expectationOf, kits } from './expectations'

/** The code that expects a request like this one in a test, for each kit. */
export function ExpectDialog({ exchange, onClose }: { exchange: Schemas['Exchange']; onClose: () => void }) {
  const [kit, setKit] = useState<(typeof kits)[number]>(kits[0])
  const code = expectationCode(kit, expectationOf(exchange))
  return (
    <Dialog title="Expect this in a test" onClose={onClose} wide>
      <div class="chips" role="group" aria-label="Kit">
        {kits.map((name) => (
          <button key={name} type="button" class="chip" aria-pressed={kit === name} autofocus={kit === name} onClick={() => setKit(name)}>
            {name}
          </button>
        ))}
      </div>
      <pre tabIndex={0} aria-label={`Code for ${kit}`}>
        {code}
      </pre>
      <p class="quiet">What changes with each run, such as ids and times, is left out; take away what your test does not care for.</p>
      <footer>
        <CopyButton text={code} what="the code" label="Copy" />
      </footer>
    </Dialog>
  )
}
