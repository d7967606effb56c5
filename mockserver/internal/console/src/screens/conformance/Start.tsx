import { Section } from '../../components/basics'
import { openFiles } from '../../store/reports'
import { FileButton } from './FileButton'
import { RunForm } from './RunForm'

/** Where to put a report, and how to come by one. */
export function Start() {
  return (
    <div class="start">
      <div>
        <h1>Conformance</h1>
        <p class="quiet">Whether a server keeps the contract of an API, check by check, with the evidence.</p>
      </div>
      <Section title="Open a report">
        <p>
          Drop one here that <code>understudy check --report json=FILE</code> wrote, or choose it. Of two, whichever is opened first, the
          later is compared with the earlier: what fails now, what was fixed, what is new. Nothing leaves this page.
        </p>
        <p class="start-buttons">
          <FileButton main onFiles={(files) => void openFiles(files)}>
            Open a report…
          </FileButton>
        </p>
      </Section>
      <RunForm />
    </div>
  )
}
