import { useMemo, useRef, useState } from 'preact/hooks'
import type { Schemas } from '../../api/client'
import { type Key, useKeys } from '../../app/keys'
import { Button, Copyable, Icon, Status, Tag, copy } from '../../components/basics'
import { Menu } from '../../components/Menu'
import { RefusalCard, ViolationCard, anchorOf } from '../../components/ViolationCard'
import { clock, duration, reason } from '../../components/words'
import { refusalOf } from '../../store/attention'
import { fetchExchange, useLoaded } from '../../store/exchanges'
import { emptied } from '../../store/live'
import { hrefOf } from '../../store/route'
import { fixOf, isLenient } from '../../store/row'
import { apiOf, index } from '../../store/served'
import { all } from '../../store/traffic'
import { FaultForm } from '../controls/FaultForm'
import { ExpectDialog } from './ExpectDialog'
import { Explanation } from './Explanation'
import { Body, Headers, Query } from './Halves'
import { replay } from './replay'
import { languages, snippet } from './snippets'
import { type Sendable, replacedWords, sendableOf } from './sendable'

/** All of one exchange. */
export function Detail({ id, onClose }: { id: string; onClose: () => void }) {
  const loaded = useLoaded(id, () => fetchExchange(id))
  return (
    <section class="detail" aria-label="The request and its answer" tabIndex={-1}>
      {loaded.value ? (
        <Exchange exchange={loaded.value} onClose={onClose} />
      ) : (
        <header class="detail-head">
          <p>{loaded.error ?? 'Reading…'}</p>
          <Close onClose={onClose} />
        </header>
      )}
    </section>
  )
}

function Close({ onClose }: { onClose: () => void }) {
  return (
    <Button kind="quiet" class="close" onClick={onClose} aria-label="Close" title="Close (Esc)">
      <Icon name="close" />
    </Button>
  )
}

type Dialogs = '' | 'fault' | 'expect'

function Exchange({ exchange: x, onClose }: { exchange: Schemas['Exchange']; onClose: () => void }) {
  const [dialog, setDialog] = useState<Dialogs>('')
  const request = useMemo(() => sendableOf(x), [x, index.value])
  const before = useRef(emptied.peek())
  return (
    <>
      <header class="detail-head">
        <div class="detail-title">
          <Status status={x.status} />
          <span>{reason(x.status)}</span>
          <span class="grow" />
          <Close onClose={onClose} />
        </div>
        <h2>
          <span class="method">{x.method}</span> {x.path}
        </h2>
        <p class="facts">
          <a href={hrefOf('traffic', { operation: x.operation || 'none' })}>{x.operation || 'no operation'}</a>
          <span>{duration(x.duration_ms)}</span>
          <Usual exchange={x} />
          <time dateTime={x.at}>{clock(x.at)} UTC</time>
          {x.credential && (
            <span title="The credential that it came with">
              as <code>{x.credential}</code>
            </span>
          )}
          {x.fault && (
            <a href={hrefOf('traffic', { fault: x.fault })}>
              <Tag kind="fault">
                <Icon name="bolt" /> fault {x.fault}
              </Tag>
            </a>
          )}
          {x.preferences.map((p) => (
            <Tag key={p}>Prefer: {p}</Tag>
          ))}
          <Copyable text={x.id} what="the id" />
        </p>
        {emptied.value !== before.current && <p class="quiet">The mock has forgotten this one: what is here is what the page had read.</p>}
        <Actions request={request} exchange={x} onDialog={setDialog} />
      </header>
      <div class="detail-body">
        <Summary exchange={x} />
        {x.returned !== undefined && <Explanation id={x.id} open={x.returned === 0} />}
        <Half title="Request" side="request" exchange={x} message={x.request} />
        <Half title="Response" side="response" exchange={x} message={x.response} />
      </div>
      {dialog === 'fault' && <FaultForm like={x} onClose={() => setDialog('')} />}
      {dialog === 'expect' && <ExpectDialog exchange={x} onClose={() => setDialog('')} />}
    </>
  )
}

/** How long others of the operation took, where there are enough to say it. */
function Usual({ exchange: x }: { exchange: Schemas['Exchange'] }) {
  const took = useMemo(() => {
    const same = all
      .peek()
      .filter((r) => r.operation === x.operation)
      .map((r) => r.took)
    return same.length < 5 ? undefined : same.sort((a, b) => a - b)[Math.floor(same.length / 2)]
  }, [x])
  return took === undefined ? null : <span class="quiet">usually {duration(took)}</span>
}

type ActionsProps = { request: Sendable; exchange: Schemas['Exchange']; onDialog: (dialog: Dialogs) => void }

function Actions({ request, exchange: x, onDialog }: ActionsProps) {
  const curl = languages[0]
  const keys = useMemo<Key[]>(
    () => [
      { key: 'c', does: 'copy the request as curl', run: () => void copy(snippet(curl, request), 'the request as curl') },
      { key: 'r', does: 'replay the request', run: () => void replay(request) },
      { key: 'f', does: 'make this a fault', run: () => onDialog('fault') },
      { key: 'e', does: 'expect this in a test', run: () => onDialog('expect') },
    ],
    [request],
  )
  useKeys(keys)
  return (
    <div class="actions">
      <Menu
        name="Copy as"
        label={
          <>
            <Icon name="copy" />
            Copy as
          </>
        }
        items={languages.map((language) => ({
          label: language,
          run: () => void copy(snippet(language, request), `the request as ${language}`),
        }))}
      />
      <Button
        onClick={() => void replay(request)}
        disabled={request.cut}
        title={request.cut ? 'Its body is not there whole' : 'Send it again (r)'}
      >
        <Icon name="replay" />
        Replay
      </Button>
      <Button onClick={() => onDialog('fault')} disabled={!x.operation} title="Have such requests fail (f)">
        <Icon name="bolt" />
        Make this a fault
      </Button>
      <Button onClick={() => onDialog('expect')} title="The code for a test (e)">
        <Icon name="flask" />
        Expect this in a test
      </Button>
      {request.replaced && <p class="quiet">Copied and sent again {replacedWords(request)}.</p>}
    </div>
  )
}

/** What was broken, in a line each, and whole where there is no member that it could stand beside. */
function Summary({ exchange: x }: { exchange: Schemas['Exchange'] }) {
  const refusal = refusalOf(x, apiOf(x.api))
  if (x.violations.length === 0 && !refusal) return null
  const alone = x.violations.filter((v) => ['path', 'security', 'route', 'status'].includes(v.in))
  const placed = x.violations.filter((v) => !alone.includes(v))
  return (
    <div class="summary">
      {placed.length > 0 && (
        <ul>
          {placed.map((v) => (
            <li key={anchorOf(v)} class={isLenient(v) ? 'lenient' : ''}>
              <button
                type="button"
                onClick={() => {
                  const card = document.getElementById(anchorOf(v))
                  card?.scrollIntoView({ block: 'center' })
                  card?.focus({ preventScroll: true })
                }}
              >
                <Icon name="warn" />
                <strong>{v.rule}</strong>
                <span>
                  {v.name || v.pointer}: {fixOf(v)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {refusal && <RefusalCard refusal={refusal} />}
      {alone.map((v) => (
        <ViolationCard key={anchorOf(v)} violation={v} />
      ))}
    </div>
  )
}

type HalfProps = { title: string; side: 'request' | 'response'; exchange: Schemas['Exchange']; message: Schemas['Message'] }

function Half({ title, side, exchange: x, message }: HalfProps) {
  const broken = x.violations.filter((v) => v.side === side)
  return (
    <section class="half">
      <h3>{title}</h3>
      {side === 'request' && <Query query={x.query} violations={broken.filter((v) => v.in === 'query')} />}
      <Headers headers={message.headers} violations={broken.filter((v) => v.in === 'header')} />
      <Body message={message} violations={broken.filter((v) => v.in === 'body')} />
    </section>
  )
}
