import { Button } from '../components/basics'
import { begin, connect, link, refusal } from '../store/live'
import { choose, namespace } from '../store/route'

/** Says what to do when the page is out of step with the mock. */
export function LinkState() {
  switch (link.value) {
    case 'lost':
      return (
        <div class="band warn" role="alert">
          <p>
            <strong>The mock does not answer.</strong> What is shown is what was known. The page goes on as soon as it is there again.
          </p>
          <Button onClick={connect}>Try now</Button>
        </div>
      )
    case 'forgotten':
      return (
        <div class="band warn" role="alert">
          <p>
            <strong>The namespace {namespace.value} was forgotten</strong>, by a test that ended, since nobody used it, or since the mock
            was started anew.
          </p>
          <Button onClick={() => void begin()}>Make it anew</Button>
          <Button onClick={() => choose('default')}>Go to default</Button>
        </div>
      )
    case 'refused':
      return (
        <div class="band bad" role="alert">
          <p>
            <strong>The mock refuses to tell.</strong> {refusal.value}
          </p>
          <Button onClick={connect}>Try again</Button>
        </div>
      )
    default:
      return null
  }
}
