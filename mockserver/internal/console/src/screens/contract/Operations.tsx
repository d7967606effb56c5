import { useEffect, useRef } from 'preact/hooks'
import { count } from '../../components/words'
import { spans } from '../../components/Markdown'
import { useMedia } from '../../components/useMedia'
import { coverage, servedWords } from '../../store/coverage'
import { type Document, type Operation, fetchDocument, ownDocument, textOf } from '../../store/document'
import { useLoaded } from '../../store/exchanges'
import { hrefOf, param, params } from '../../store/route'
import { OperationDetail } from './OperationDetail'

/** The operations of an API, and all of one of them beside them. */
export function Operations({ api }: { api: string }) {
  const narrow = useMedia('(max-width: 860px)')
  const loaded = useLoaded(api, () => fetchDocument(api))
  const document = loaded.value
  if (!document) return <p class={loaded.error ? 'nothing wrong' : 'nothing'}>{loaded.error ?? 'Reading…'}</p>
  const words = param('q').toLowerCase().split(/\s+/).filter(Boolean)
  const shown = document.operations.filter((o) => words.every((word) => textOf(o).includes(word)))
  const chosen = document.operations.find((o) => o.id === param('op')) ?? (narrow ? undefined : shown[0])
  return (
    <div class="panes">
      {!(narrow && chosen) && <List api={api} document={document} shown={shown} chosen={chosen} />}
      {chosen && <OperationDetail key={chosen.id} api={api} document={document} operation={chosen} narrow={narrow} />}
    </div>
  )
}

type ListProps = { api: string; document: Document; shown: readonly Operation[]; chosen: Operation | undefined }

function List({ api, document, shown, chosen }: ListProps) {
  const list = useRef<HTMLElement>(null)
  useEffect(() => list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }), [chosen?.id])
  const tags = [...new Set(shown.map((o) => o.tag))]
  return (
    <nav class="operation-list" aria-label="Operations" ref={list}>
      {shown.length === 0 && <p class="nothing">None of the {count(document.operations.length, 'operation')} fits.</p>}
      {tags.map((tag) => (
        <div key={tag}>
          <h2 title={document.tags.find((t) => t.name === tag)?.description}>{tag}</h2>
          <ul>
            {shown
              .filter((o) => o.tag === tag)
              .map((o) => (
                <li key={o.id}>
                  <a href={hrefOf('contract', addressOf(api, o.id))} aria-current={o === chosen ? 'true' : undefined}>
                    <span class={`method ${o.method}`}>{o.method}</span>
                    <strong>{o.id}</strong>
                    <Used api={api} operation={o.id} />
                    <span class="path">{o.path}</span>
                  </a>
                </li>
              ))}
          </ul>
        </div>
      ))}
      {shown.length > 0 && api === ownDocument && <p class="quiet about">{spans(document.description.split('\n\n')[0] ?? '')}</p>}
    </nav>
  )
}

const addressOf = (api: string, op: string) => ({ api, op, q: params.value.get('q') ?? '' })

/** How often an operation was used, and how much of it. */
function Used({ api, operation }: { api: string; operation: string }) {
  const covered = coverage.value.find((c) => c.api === api && c.operation === operation)
  if (!covered || covered.hits === 0) return null
  return (
    <span class="used" title={`${servedWords(covered)}, which used ${covered.covered} of its ${covered.items.length} parts`}>
      {covered.hits.toLocaleString('en')}×
    </span>
  )
}
