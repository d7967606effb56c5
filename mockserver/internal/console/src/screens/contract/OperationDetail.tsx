import { Button, Icon, Status } from '../../components/basics'
import { JsonView } from '../../components/JsonView'
import { Markdown } from '../../components/Markdown'
import { reason } from '../../components/words'
import { coverage, servedHref, servedWords } from '../../store/coverage'
import { type Document, type Media, type Operation, examplesOf } from '../../store/document'
import { hrefOf, setParams } from '../../store/route'
import { statementsOf } from '../../store/statements'
import { Statement } from './Requirements'
import { Parameters, SchemaView } from './SchemaView'
import { TryIt } from './TryIt'

type Props = { api: string; document: Document; operation: Operation; narrow: boolean }

/** All of one operation: what it takes and answers, what is known of it, and a way to try it. */
export function OperationDetail({ api, document, operation: o, narrow }: Props) {
  const used = coverage.value.find((c) => c.api === api && c.operation === o.id)
  return (
    <section class="operation-detail" aria-label={o.id} tabIndex={0}>
      <header>
        {narrow && (
          <Button kind="quiet" onClick={() => setParams({ op: '', id: '' })}>
            <Icon name="back" />
            All operations
          </Button>
        )}
        <h2>
          <span class={`method ${o.method}`}>{o.method}</span> {o.path}
        </h2>
        <p>
          <strong>{o.id}</strong>
          <span>{o.summary}</span>
          {used && <a href={servedHref(used)}>{servedWords(used)}</a>}
          {used && (
            <a href={hrefOf('contract', { api, view: 'coverage', op: o.id })}>{`${used.covered} of ${used.items.length} parts used`}</a>
          )}
        </p>
      </header>
      <div class="operation-body">
        <div class="reading">
          {o.description && <Markdown text={o.description} />}
          {o.parameters.length > 0 && (
            <section>
              <h3>Parameters</h3>
              <Parameters parameters={o.parameters} document={document} />
            </section>
          )}
          {o.body && (
            <section>
              <h3>
                Body <span class="quiet">{Object.keys(o.body.content).join(', ')}</span>
              </h3>
              {o.body.description && <Markdown text={o.body.description} />}
              {Object.values(o.body.content).map(
                (media, i) => media.schema && <SchemaView key={i} schema={media.schema} document={document} />,
              )}
            </section>
          )}
          <Responses operation={o} document={document} />
          <Known api={api} operation={o.id} />
        </div>
        <TryIt api={api} document={document} operation={o} />
      </div>
    </section>
  )
}

function Responses({ operation: o, document }: { operation: Operation; document: Document }) {
  return (
    <section>
      <h3>Answers</h3>
      {o.responses.map(([status, r], i) => (
        <details key={status} class="answer" open={i === 0}>
          <summary>
            <Status status={Number(status)} /> {reason(Number(status))}
          </summary>
          {r.description && <Markdown text={r.description} />}
          {Object.entries(r.content ?? {}).map(([type, media]) => (
            <Content key={type} type={type} media={media} document={document} />
          ))}
        </details>
      ))}
    </section>
  )
}

function Content({ type, media, document }: { type: string; media: Media; document: Document }) {
  const example = media.example ?? (media.examples ? examplesOf(media, document)[0]?.value : undefined)
  return (
    <div class="content">
      <h4 class="quiet">{type}</h4>
      {media.schema && <SchemaView schema={media.schema} document={document} />}
      {example !== undefined && (
        <details>
          <summary>Example</summary>
          {typeof example === 'string' ? <pre tabIndex={0}>{example}</pre> : <JsonView value={example} />}
        </details>
      )}
    </div>
  )
}

/** What the catalogue says about an operation, with where it comes from. */
function Known({ api, operation }: { api: string; operation: string }) {
  const all = statementsOf(api).filter((s) => s.operations.includes(operation))
  if (all.length === 0) return null
  return (
    <section>
      <h3>
        Requirements <span class="quiet">{all.length}</span>{' '}
        <a href={hrefOf('contract', { api, view: 'requirements', op: operation })}>as a table</a>
      </h3>
      <details>
        <summary>What is known of it, by whom, and what the mock chose</summary>
        <ul class="statements">
          {all.map((s) => (
            <Statement key={s.id} statement={s} />
          ))}
        </ul>
      </details>
    </section>
  )
}
