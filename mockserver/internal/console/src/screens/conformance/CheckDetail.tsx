import type { ComponentChildren } from 'preact'
import { CopyButton, Status } from '../../components/basics'
import { Drawing } from '../../components/Drawing'
import { JsonView } from '../../components/JsonView'
import { count } from '../../components/words'
import { type Check, hasPage, pathOf } from '../../store/report'
import { hrefOf, params } from '../../store/route'

/** What a check saw: what was expected, what came, and the exchanges that show it. */
export function CheckDetail({ check: c }: { check: Check }) {
  const cause = c.depends_on && hrefOf('conformance', { ...Object.fromEntries(params.value), check: c.depends_on })
  return (
    <div class="check-detail">
      {c.message && <p>{c.message}</p>}
      {(c.expected || c.got) && (
        <dl class="versus">
          <dt>Expected</dt>
          <dd class="right">{c.expected}</dd>
          <dt>Got</dt>
          <dd class="wrong">{c.got}</dd>
        </dl>
      )}
      <Remark title="Looks like">{c.looks_like}</Remark>
      <Remark title="Depends on">{cause && <a href={cause}>{c.depends_on}</a>}</Remark>
      <Remark title="Note">{c.note}</Remark>
      <Remark title="Baselined">{c.baselined}</Remark>
      {c.pictures?.map((p, i) => p.svg && <Drawing key={i} svg={p.svg} title={p.title} />)}
      {c.exchanges.map((x, i) => (
        <details key={i} class="exchange">
          <summary>
            <Status status={x.response.status} /> <span class="method">{x.request.method}</span> {pathOf(x.request.url)}{' '}
            <span class="quiet">request {x.number} of the run</span>
          </summary>
          <p class="copyable">
            <code>{x.curl}</code>
            <CopyButton text={x.curl} what="the command" />
          </p>
          <Message title="Sent" text={x.request.body} />
          <Message title={x.response.error ? `Answered: ${x.response.error}` : 'Answered'} text={x.response.body} />
        </details>
      ))}
      <SaidBy check={c} />
    </div>
  )
}

function Remark({ title, children }: { title: string; children: ComponentChildren }) {
  if (!children) return null
  return (
    <p>
      <strong>{title}:</strong> {children}
    </p>
  )
}

/** Who says what a check tries, and what it cost. */
function SaidBy({ check: c }: { check: Check }) {
  const evidence = Object.entries(c.evidence ?? {}).map(([kind, n]) => `${n} ${kind}`)
  return (
    <p class="quiet said-by">
      <a href={hrefOf('contract', { view: 'requirements', q: c.requirement, api: c.id.split('.')[0] })}>{c.requirement}</a>
      <span>{c.statement}</span>
      {hasPage(c.source_url) ? (
        <a href={c.source_url} target="_blank" rel="noreferrer">
          {c.source}
        </a>
      ) : (
        <span>{c.source}</span>
      )}
      {evidence.length > 0 && <span>saw {evidence.join(', ')}</span>}
      <span>{count(c.requests, 'request')}</span>
    </p>
  )
}

function Message({ title, text }: { title: string; text: string }) {
  if (!text) return null
  const value = parsed(text)
  return (
    <div>
      <h4>{title}</h4>
      {value === undefined ? (
        <pre class="text" tabIndex={0}>
          {text}
        </pre>
      ) : (
        <JsonView value={value} />
      )}
    </div>
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
