import { gone } from '../api/client'
import { Button } from '../components/basics'
import { Dialog } from '../components/Dialog'
import { begin } from '../store/live'

/** Asks before something is done in a namespace that is not there any more. */
export function Gone({ name, answer }: NonNullable<typeof gone.value>) {
  const anew = () => void begin(name).then(() => answer(true))
  return (
    <Dialog title={`${name} was forgotten`} onClose={() => answer(false)}>
      <p>
        A test that ended has forgotten the namespace, nobody has used it for long, or the mock was started anew. What you are about to do
        would make it anew: with seeded data alone, without what was written, faults and snapshots.
      </p>
      <footer>
        <Button onClick={() => answer(false)}>Leave it</Button>
        <Button kind="main" onClick={anew}>
          Make it anew and go on
        </Button>
      </footer>
    </Dialog>
  )
}
