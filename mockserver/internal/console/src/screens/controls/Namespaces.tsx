import { type Schemas, ask } from '../../api/client'
import { Button, Icon, Section, Tag } from '../../components/basics'
import { SureButton } from '../../components/SureButton'
import { count } from '../../components/words'
import { connect } from '../../store/live'
import { namespaces, readNamespaces } from '../../store/namespaces'
import { perform } from '../../store/perform'
import { choose, namespace, param, setParams } from '../../store/route'
import { open } from './Controls'

const most = 60

/** All namespaces side by side. */
export function Namespaces() {
  const part = param('name')
  const all = namespaces.value
  const fits = all.filter((n) => n.name.includes(part.trim()))
  const shown = [...fits].sort((a, b) => Number(b.name === namespace.value) - Number(a.name === namespace.value)).slice(0, most)
  return (
    <Section
      title="Namespaces"
      aside={
        <Button onClick={() => open('make')} title="Make a namespace (n)">
          <Icon name="plus" />
          New
        </Button>
      }
    >
      {all.length > 12 && (
        <label class="narrow">
          Name
          <input
            type="text"
            value={part}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => setParams({ name: event.currentTarget.value }, { replace: true })}
          />
        </label>
      )}
      <ul class="namespaces">
        {shown.map((n) => (
          <One key={n.name} n={n} />
        ))}
      </ul>
      {fits.length > most && <p class="quiet">{count(fits.length - most, 'other', 'others')}; a part of the name finds them.</p>}
      {all.length > 0 && fits.length === 0 && <p class="quiet">None of {all.length} has that in its name.</p>}
    </Section>
  )
}

function One({ n }: { n: Schemas['Namespace'] }) {
  const here = n.name === namespace.value
  const forget = async () => {
    if (here && n.name !== 'default') choose('default') // first, or its end would be seen as another's doing
    const done = await perform(
      `namespace ${n.name}`,
      ask('delete', '/__understudy/namespaces/{name}', { path: { name: n.name } }),
      n.name === 'default' ? 'The namespace default is made anew.' : `The namespace ${n.name} is forgotten.`,
    )
    if (done) await readNamespaces()
    if (done && here && n.name === 'default') connect()
  }
  return (
    <li aria-current={here ? 'true' : undefined}>
      <strong>
        {n.name}
        {here && <Tag kind="here">here</Tag>}
      </strong>
      <span class="counts">
        {count(n.requests, 'request')}, {n.tracked.toLocaleString('en')} tracked
      </span>
      <span class="tags">
        <Tag>{n.options.scenario}</Tag>
        <Tag>seed {n.options.seed}</Tag>
        {n.options.now !== 'real' && <Tag>from {n.options.now}</Tag>}
        {n.options.auth !== 'strict' && <Tag kind="warn">auth {n.options.auth}</Tag>}
        {n.options.strict && <Tag>strict</Tag>}
        {n.options.plan && <Tag>plan</Tag>}
        {n.options.misbehave && <Tag kind="bad">{n.options.misbehave}</Tag>}
        {n.options.variants.map((v) => (
          <Tag key={v} kind="warn">
            {v}
          </Tag>
        ))}
      </span>
      <span class="counts" title="When a request named it last, by the clock of this machine">
        last used <time dateTime={n.last_used_at}>{n.last_used_at.replace('T', ' ').slice(0, 19)}</time>
      </span>
      <span class="does">
        {!here && (
          <Button kind="quiet" onClick={() => choose(n.name)}>
            Go there
          </Button>
        )}
        <SureButton
          label={n.name === 'default' ? 'Make anew' : 'Forget'}
          sure={n.name === 'default' ? 'Lose all of it?' : 'Forget all of it?'}
          title={`Data, clock, faults, snapshots and traffic of ${n.name}`}
          onSure={() => void forget()}
        />
      </span>
    </li>
  )
}
