import { useEffect, useRef } from 'preact/hooks'
import { baseOf, said, send } from '../../api/client'
import { Button, CopyButton, Copyable } from '../../components/basics'
import { download } from '../../components/download'
import { count } from '../../components/words'
import { fetchLines, pathOf } from '../../store/document'
import { useLoaded } from '../../store/exchanges'
import { note } from '../../store/notes'
import { namespace, param } from '../../store/route'

/** The text of a document, at a line if the address names one. */
export function Source({ api }: { api: string }) {
  const loaded = useLoaded(api, () => fetchLines(api))
  const line = Number(param('line')) || 0
  const mark = useRef<HTMLElement>(null)
  useEffect(() => mark.current?.scrollIntoView({ block: 'center' }), [line, loaded.value])
  const lines = loaded.value
  if (!lines) return <p class={loaded.error ? 'nothing wrong' : 'nothing'}>{loaded.error ?? 'Reading…'}</p>
  const at = line > 0 && line <= lines.length ? line : lines.length + 1
  return (
    <div class="contract-scroll">
      <div class="narrow-by">
        <Copyable text={location.origin + baseOf(namespace.value) + pathOf(api)} what="the URL of the document" />
        <Button onClick={() => void save(api).catch((error: unknown) => note(said(error), 'bad'))}>Download</Button>
        <CopyButton text={lines.join('\n')} what="the document" />
        <span class="quiet">{count(lines.length, 'line')}</span>
      </div>
      <div class="source" tabIndex={0} role="region" aria-label={`The document of ${api}`}>
        <pre aria-hidden="true">{lines.map((_, i) => i + 1).join('\n')}</pre>
        <pre>
          {lines.slice(0, at - 1).join('\n')}
          {at > 1 && '\n'}
          {at <= lines.length && <mark ref={mark}>{lines[at - 1]}</mark>}
          {at < lines.length && `\n${lines.slice(at).join('\n')}`}
        </pre>
      </div>
    </div>
  )
}

/** Saves a document as the mock serves it, with the token, which a link could not send. */
async function save(api: string): Promise<void> {
  download(`${api}.yaml`, await (await send(namespace.peek(), pathOf(api))).text())
}
