import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type Schemas, ask } from '../../api/client'
import { Button, Icon, Section, Tag } from '../../components/basics'
import { count } from '../../components/words'
import { type Breach, type Refused as RefusedOf, breachesIn, emptyIn, refusedIn } from '../../store/attention'
import { acting, readFaults } from '../../store/faults'
import { about } from '../../store/live'
import { perform } from '../../store/perform'
import { none } from '../../store/options'
import { go, hrefOf, namespace } from '../../store/route'
import { type Row, fixOf } from '../../store/row'
import { apiOf } from '../../store/served'
import { dropped, missed } from '../../store/traffic'

const mostBreaches = 3
const mostItems = 6

/** What somebody should look at: what is broken, refused, empty, or meant to fail. */
export function Attention({ rows }: { rows: readonly Row[] }) {
  const breaches = breachesIn(rows)
  const refused = refusedIn(rows)
  const empty = useEmpty(rows)
  const [whole, setWhole] = useState(false)
  const items = [
    ...onPurpose(),
    ...breaches.slice(0, mostBreaches).map((b) => <Broken key={JSON.stringify(b.violation)} breach={b} />),
    ...refused.map((r) => <Refused key={`${r.api} ${r.status}`} {...r} />),
    ...empty.map((e) => <Empty key={e.row.id} {...e} />),
    ...(dropped.value + missed.value > 0
      ? [
          <Item
            key="dropped"
            kind="info"
            title={`${count(dropped.value + missed.value, 'older request is', 'older requests are')} not there any more`}
            tells="The memory for them is bounded; --journal-bytes gives more."
          />,
        ]
      : []),
  ]
  return (
    <Section title="Needs attention" aside={items.length > 0 ? <Tag kind="warn">{items.length}</Tag> : undefined}>
      {items.length === 0 ? (
        <p class="fine">
          <Icon name="check" />
          {rows.length === 0 ? 'Nothing yet.' : 'Nothing: every request kept to the contract.'}
        </p>
      ) : (
        <ul class="attention">{whole ? items : items.slice(0, mostItems)}</ul>
      )}
      {items.length > mostItems && (
        <Button kind="quiet" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? 'Fewer' : `${items.length - mostItems} more`}
        </Button>
      )}
      {breaches.length > mostBreaches && (
        <a href={hrefOf('traffic', { violation: 'any' })}>
          {count(breaches.length - mostBreaches, 'other kind', 'other kinds')} of violation
        </a>
      )}
    </Section>
  )
}

/** What the mock was asked to do wrong, or otherwise: it explains the rest. */
function onPurpose() {
  const options = about.value?.options
  return [
    ...(options?.misbehave
      ? [<Told key="misbehave" kind="warn" title={`The mock makes a mistake on purpose: ${options.misbehave}`} by="misbehave" />]
      : []),
    ...acting.value.map((f) => <InForce key={f.id} fault={f} />),
    ...(options?.variants.length
      ? [<Told key="variants" kind="info" title={`The mock differs where it may: ${options.variants.join(', ')}`} by="variants" />]
      : []),
  ]
}

type ItemProps = {
  kind: 'bad' | 'warn' | 'info'
  title: ComponentChildren
  tells: ComponentChildren
  href?: string
  children?: ComponentChildren
}

function Item({ kind, title, tells, href, children }: ItemProps) {
  return (
    <li class={kind}>
      <Icon name="warn" />
      <div>
        <strong>{href ? <a href={href}>{title}</a> : title}</strong>
        <p>{tells}</p>
      </div>
      {children}
    </li>
  )
}

type ToldProps = { kind: 'warn' | 'info'; title: string; by: 'misbehave' | 'variants' }

/** A behaviour that is switched on, with the dialog that switches it off. */
function Told({ kind, title, by }: ToldProps) {
  const flag = by === 'misbehave' ? '--misbehave' : '--variant'
  return (
    <Item kind={kind} href={hrefOf('controls')} title={title} tells={`It was asked to, by ${flag} or an option.`}>
      <Button kind="quiet" onClick={() => go(hrefOf('controls', { do: 'reset', [by]: none }))}>
        Switch off…
      </Button>
    </Item>
  )
}

function Broken({ breach: b }: { breach: Breach }) {
  const v = b.violation
  return (
    <Item
      kind={v.advisory ? 'warn' : 'bad'}
      href={hrefOf('traffic', { id: b.latest, violation: v.rule })}
      title={`${b.operation || 'A path that nobody has'}: ${v.rule} ${v.name || v.pointer}`}
      tells={fixOf(v)}
    >
      <Tag title="Requests that broke it so">{`${b.requests}×`}</Tag>
    </Item>
  )
}

function Refused({ api, status, requests, latest, sent }: RefusedOf) {
  const served = status === 401 ? apiOf(api) : undefined
  return (
    <Item
      kind="bad"
      href={hrefOf('traffic', { id: latest })}
      title={`${apiOf(api)?.title ?? api}: ${status === 401 ? 'credentials refused' : 'the credentials are good, but not for that'}`}
      tells={
        served?.credentials.length ? (
          <>
            It takes <code>{served.credentials.join(' or ')}</code>, as {served.authentication}; the latest came with <code>{sent}</code>.
          </>
        ) : (
          'Look at what the latest answer says.'
        )
      }
    >
      <Tag>{`${requests}×`}</Tag>
    </Item>
  )
}

function Empty({ row, hint }: { row: Row; hint: string }) {
  return <Item kind="warn" href={hrefOf('traffic', { id: row.id })} title={`${row.operation} found nothing`} tells={hint} />
}

function InForce({ fault: f }: { fault: Schemas['Fault'] }) {
  const gone = () => ask('delete', '/__understudy/faults/{id}', { namespace: namespace.value, path: { id: f.id } })
  const remove = () => perform(`fault ${f.id}`, gone(), `Fault ${f.id} is gone.`).then(readFaults)
  const what = f.status
    ? `status ${f.status}`
    : f.reset
      ? 'a reset'
      : f.malformed
        ? 'cut bodies'
        : f.rate
          ? 'a rate limit'
          : f.drip
            ? 'slow bodies'
            : 'a delay'
  return (
    <Item
      kind="info"
      href={hrefOf('traffic', { fault: f.id })}
      title={`Fault ${f.id}: ${what} for ${f.match?.operation ?? 'every request'}`}
      tells={`It hit ${f.hit.toLocaleString('en')} of ${count(f.seen, 'request')} that it is for.`}
    >
      <Button kind="quiet" onClick={() => void remove()}>
        Remove
      </Button>
    </Item>
  )
}

const mostAsked = 4

/** Empty lists of which the mock can say what was likely meant. Each is asked about once. */
function useEmpty(rows: readonly Row[]): { row: Row; hint: string }[] {
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map())
  const candidates = emptyIn(rows, mostAsked)
  const unknown = candidates.filter((row) => !known.has(row.id))
  useEffect(() => {
    for (const { id } of unknown) {
      setKnown((was) => new Map(was).set(id, ''))
      ask('get', '/__understudy/journal/{request_id}/explain', { namespace: namespace.peek(), path: { request_id: id } }).then(
        ({ hints }) => setKnown((was) => new Map(was).set(id, hints.slice(0, 2).join('; '))),
        () => undefined,
      )
    }
  }, [unknown.map((row) => row.id).join(' ')])
  return candidates.flatMap((row) => {
    const hint = known.get(row.id)
    return hint ? [{ row, hint }] : []
  })
}
