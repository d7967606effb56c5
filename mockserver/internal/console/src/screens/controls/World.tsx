import { Button, Icon, Section } from '../../components/basics'
import { awaited, choices } from '../../store/controls'
import { about } from '../../store/live'
import { namespace } from '../../store/route'
import { open } from './Controls'

/** What the data of the namespace are made of, and the way back to the start. */
export function World() {
  const o = about.value?.options
  const summary = choices.value?.scenarios.find((s) => s.name === o?.scenario)?.summary
  return (
    <Section
      title={`Data of ${namespace.value}`}
      aside={
        <Button onClick={() => open('reset')} title="Back to the start, or to other options (r)">
          <Icon name="replay" />
          Reset…
        </Button>
      }
    >
      {!o && <p class="quiet">{awaited.value}</p>}
      {o && (
        <dl class="facts-grid">
          <dt>Scenario</dt>
          <dd>
            {o.scenario}
            {summary && <small>{summary}</small>}
          </dd>
          <dt>Seed</dt>
          <dd>{o.seed}</dd>
          <dt>Events a bot</dt>
          <dd>{o.events.toLocaleString('en')}</dd>
          <dt>Written since</dt>
          <dd>{about.value?.tracked.toLocaleString('en')}</dd>
          <dt>Credentials</dt>
          <dd>{{ strict: 'only the configured ones', any: 'any that are well formed', off: 'none are asked for' }[o.auth] ?? o.auth}</dd>
          <dt>Advisory rules</dt>
          <dd>{o.strict ? 'refused, too' : 'noted only'}</dd>
        </dl>
      )}
    </Section>
  )
}
