// The parts of a request or an answer, with what they break beside them.
import { useMemo } from 'preact/hooks'
import type { Schemas } from '../../api/client'
import { CopyButton, Tag } from '../../components/basics'
import { JsonView } from '../../components/JsonView'
import { ViolationCard, anchorOf } from '../../components/ViolationCard'
import { bytes, count } from '../../components/words'
import { type Violation, isLenient } from '../../store/row'

type Pairs = readonly (readonly [string, string])[]

function Cards({ violations }: { violations: readonly Violation[] }) {
  return (
    <>
      {violations.map((v) => (
        <ViolationCard key={anchorOf(v)} violation={v} />
      ))}
    </>
  )
}

/** Names and values, with those names too that only a violation knows. */
function Table({ pairs, violations, same }: { pairs: Pairs; violations: readonly Violation[]; same: (a: string, b: string) => boolean }) {
  const missing = [...new Set(violations.map((v) => v.name))].filter((name) => !pairs.some(([known]) => same(known, name)))
  const last = new Map(pairs.map(([name], i) => [name, i]))
  return (
    <div class="pairs">
      {pairs.map(([name, value], i) => {
        const here = last.get(name) === i ? violations.filter((v) => same(v.name, name)) : []
        return (
          <div key={i} class={here.length === 0 ? '' : here.every(isLenient) ? 'marked lenient' : 'marked'}>
            <span class="name">{name}</span>
            <span class="value">{value}</span>
            <Cards violations={here} />
          </div>
        )
      })}
      {missing.map((name) => (
        <div key={name} class="marked">
          <span class="name">{name}</span>
          <span class="value absent">not there</span>
          <Cards violations={violations.filter((v) => v.name === name)} />
        </div>
      ))}
    </div>
  )
}

export function Query({ query, violations }: { query: Schemas['Exchange']['query']; violations: readonly Violation[] }) {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((value): [string, string] => [name, String(value)]),
  )
  if (pairs.length === 0 && violations.length === 0) return null
  return (
    <div class="part">
      <h4>Query</h4>
      <Table pairs={pairs} violations={violations} same={(a, b) => a === b} />
    </div>
  )
}

export function Headers({ headers, violations }: { headers: Record<string, string>; violations: readonly Violation[] }) {
  const pairs = Object.entries(headers).sort(([a], [b]) => a.localeCompare(b))
  return (
    <details class="part" open={violations.length > 0}>
      <summary>
        <h4>Headers</h4> <span class="quiet">{pairs.length}</span>
      </summary>
      <Table pairs={pairs} violations={violations} same={(a, b) => a.toLowerCase() === b.toLowerCase()} />
    </details>
  )
}

export function Body({ message, violations }: { message: Schemas['Message']; violations: readonly Violation[] }) {
  const { body, size, truncated, unread, encoding } = message
  const json = typeof body !== 'string' && body !== undefined
  const text = body === undefined ? '' : json ? JSON.stringify(body, null, 2) : body
  const marks = useMemo(
    () => violations.map((v) => ({ pointer: v.pointer, show: () => <ViolationCard violation={v} /> })),
    [violations.length, body],
  )
  return (
    <div class="part">
      <h4>
        Body <span class="quiet">{size > 0 ? bytes(size) : unread ? 'not read' : 'none'}</span>
        {unread && (
          <Tag kind="warn">{size > 0 ? 'the rest was not read: answered before it had come' : 'answered when its headers had come'}</Tag>
        )}
        {truncated && <Tag kind="warn">the first 64 KiB</Tag>}
        {encoding === 'base64' && <Tag>no text; shown in base64</Tag>}
        {text !== '' && <CopyButton text={text} what="the body" />}
      </h4>
      {!json && <Cards violations={violations} />}
      {json ? <JsonView value={body} marks={marks} /> : text !== '' && <Text text={text} />}
    </div>
  )
}

const mostText = 20_000

/** A body that is no JSON, as it came; of a long one the beginning. */
function Text({ text }: { text: string }) {
  return (
    <pre class="text" tabIndex={0}>
      {text.slice(0, mostText)}
      {text.length > mostText && <span class="quiet">{`\n… and ${count(text.length - mostText, 'more character')}`}</span>}
    </pre>
  )
}
