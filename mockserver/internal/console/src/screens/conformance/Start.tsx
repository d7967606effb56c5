import { Copyable, Section } from '../../components/basics'
import { clientURL } from '../../store/live'
import { openFiles } from '../../store/reports'
import { index } from '../../store/served'
import { FileButton } from './FileButton'

/** How to come by a report, and where to put it. */
export function Start() {
  return (
    <div class="start">
      <div>
        <h1>Conformance</h1>
        <p class="quiet">Whether a server keeps the contract of an API, check by check, with the evidence.</p>
      </div>
      <Section title="Open a report">
        <p>
          Drop one here that <code>understudy check --report json=FILE</code> wrote, or choose it. Of two, the later is compared with the earlier: what
          broke, what was mended, what is new. Nothing leaves this page.
        </p>
        <p class="start-buttons">
          <FileButton main onFiles={(files) => void openFiles(files)}>
            Open a report…
          </FileButton>
        </p>
      </Section>
      <Section title="Make one">
        <p>Point it at your server, or try it on this mock:</p>
        {index.value?.apis.map((api) => (
          <Copyable key={api.api} text={`understudy check ${clientURL()} --api ${api.api} ${settings[api.api] ?? ''} --report json=${api.api}.json`} what="the command" />
        ))}
      </Section>
    </div>
  )
}

const settings: Record<string, string> = {
  chatlayer: '--basic demo-token-id:demo-token-secret --bot demobot1 --team demo-team',
  inkeep: '--bearer demo-api-key',
}
