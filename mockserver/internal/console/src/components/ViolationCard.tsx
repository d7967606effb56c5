import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { ask } from '../api/client'
import type { Refusal } from '../store/attention'
import { fetchLines } from '../store/document'
import { useLoaded } from '../store/exchanges'
import { hrefOf } from '../store/route'
import { type Violation, fixOf, isLenient } from '../store/row'
import { Button, Icon, Tag } from './basics'

const whereOf = (v: Violation): string => [v.side === 'response' ? 'response' : '', v.in, v.name || v.pointer].filter(Boolean).join(' ')

export const anchorOf = (v: Violation): string => `violation-${v.side}-${v.in}-${v.name}${v.pointer}-${v.rule}`.replace(/[^\w.-]/g, '_')

/** One way in which a message differs from its document: what was there, what should be, what to do, and who says so. */
export function ViolationCard({ violation: v }: { violation: Violation }) {
  const [open, setOpen] = useState(false)
  return (
    <article class={`violation ${isLenient(v) ? 'lenient' : ''}`} id={anchorOf(v)} tabIndex={-1}>
      <header>
        <Icon name="warn" />
        <strong>{v.rule}</strong>
        <span>{whereOf(v)}</span>
        {v.advisory && (
          <Tag kind="warn" title="Noted, and refused only with --strict">
            advisory
          </Tag>
        )}
        {v.on_purpose && <Tag title="The request announced it">on purpose</Tag>}
      </header>
      <Told got={v.got} expected={v.expected}>
        {fixOf(v)}
        {v.in === 'security' && <FirstScreen />}
      </Told>
      <footer>
        <Button kind="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          Why, and what the document says
        </Button>
        <a href={hrefOf('contract', { view: 'rules', rule: v.rule })}>Rule</a>
      </footer>
      {open && <Why violation={v} />}
    </article>
  )
}

/** A refusal of credentials that have the right form, which is no violation. */
export function RefusalCard({ refusal: { got, expected, fix } }: { refusal: Refusal }) {
  return (
    <article class="violation">
      <header>
        <Icon name="warn" />
        <strong>credentials refused</strong>
      </header>
      <Told got={got} expected={expected}>
        {fix}
        <FirstScreen />
      </Told>
    </article>
  )
}

/** Where the credentials are. */
const FirstScreen = () => (
  <>
    {' '}
    (<a href={hrefOf('')}>first screen</a>)
  </>
)

/** What was there, what should be, and what to do. */
function Told({ got, expected, children }: { got: string | undefined; expected: string; children: ComponentChildren }) {
  return (
    <dl>
      {got && (
        <div>
          <dt>Got</dt>
          <dd>
            <code class="got">{got}</code>
          </dd>
        </div>
      )}
      <div>
        <dt>Expected</dt>
        <dd>
          <code class="expected">{expected}</code>
        </dd>
      </div>
      <div>
        <dt>Fix</dt>
        <dd>{children}</dd>
      </div>
    </dl>
  )
}

function Why({ violation: v }: { violation: Violation }) {
  const rule = useLoaded(v.rule, () => ask('get', '/__understudy/rules/{id}', { path: { id: v.rule } }))
  const place = v.place
  const api = /^(\w+)\/openapi\.yaml$/.exec(place.document)?.[1] ?? ''
  const excerpt = useLoaded(api && place.line ? `${api}:${place.line}` : '', () => excerptOf(api, place.line))
  return (
    <div class="why">
      {rule.error && <p class="wrong">{rule.error}</p>}
      {rule.value && (
        <>
          <p>{rule.value.why}</p>
          {rule.value.example && (
            <dl class="examples">
              <dt>Wrong</dt>
              <dd>
                <pre tabIndex={0}>{rule.value.example.wrong}</pre>
              </dd>
              <dt>Right</dt>
              <dd>
                <pre tabIndex={0}>{rule.value.example.right}</pre>
              </dd>
            </dl>
          )}
        </>
      )}
      {excerpt.value && (
        <figure>
          <figcaption>
            <a href={hrefOf('contract', { api, view: 'source', line: String(place.line) })}>{place.document}</a>, line {place.line}
          </figcaption>
          <pre tabIndex={0}>
            {excerpt.value.map(([number, line]) => (
              <span key={number} class={number === place.line ? 'said' : ''}>
                {`${String(number).padStart(4)}  ${line}\n`}
              </span>
            ))}
          </pre>
        </figure>
      )}
      {place.document === 'plan' && <p>The tracking plan says so, at {place.pointer || 'its root'}.</p>}
    </div>
  )
}

/** The lines around one, from where its block begins to where it ends, in short. */
async function excerptOf(api: string, line: number): Promise<[number, string][]> {
  const lines = await fetchLines(api)
  const indent = (text = '') => text.search(/\S/)
  const at = line - 1
  let end = at + 1
  while (end < lines.length && end < at + 12 && (indent(lines[end]) > indent(lines[at]) || lines[end]?.trim() === '')) end++
  const begin = Math.max(0, at - 1)
  const left = Math.min(
    ...lines
      .slice(begin, end)
      .filter((text) => text.trim())
      .map(indent),
  )
  return lines.slice(begin, end).map((text, i) => [begin + i + 1, text.slice(left)])
}
