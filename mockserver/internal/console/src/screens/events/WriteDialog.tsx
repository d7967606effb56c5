import { useState } from 'preact/hooks'
import { type Answered, type Question, put, refusalText } from '../../api/apis'
import { ask } from '../../api/client'
import { Button } from '../../components/basics'
import { Dialog } from '../../components/Dialog'
import { ViolationCard, anchorOf } from '../../components/ViolationCard'
import { fetchExchange, useLoaded } from '../../store/exchanges'
import type { View } from '../../store/eventViews'
import { instant } from '../../store/histogram'
import { note } from '../../store/notes'
import { go, hrefOf, namespace } from '../../store/route'
import { type Violation, ownWrites } from '../../store/row'
import { type Document, type Form, formOf } from '../../store/schema'
import { apiOf } from '../../store/served'
import { given, readAgain, shownBot } from './Events'
import { Fields } from './Fields'
import { authorizationFor } from './credentials'

type Props = { view: View; onClose: () => void }

/** Writes one by a form that the contract makes. */
export function WriteDialog({ view, onClose }: Props) {
  const loaded = useLoaded(`form ${view.api} ${view.write}`, async () => {
    const document = (await ask('get', '/__understudy/specs/{api}.json', { path: { api: view.api } })) as unknown as Document
    return formOf(document, view.write)
  })
  return (
    <Dialog title={`Write: ${view.write}`} onClose={onClose} wide>
      {loaded.value ? <Writing view={view} form={loaded.value} onClose={onClose} /> : <p class={loaded.error ? 'wrong' : 'quiet'}>{loaded.error ?? 'Reading the contract…'}</p>}
    </Dialog>
  )
}

type Body = Record<string, unknown>

function Writing({ view, form, onClose }: Props & { form: Form }) {
  const [choice, setChoice] = useState(0)
  const [bot, setBot] = useState(view.of === 'bot' ? given('of') : shownBot())
  const [body, setBody] = useState<Body>(form.choices[0]?.fixed ?? {})
  const [raw, setRaw] = useState<string | undefined>(undefined) // what was typed by hand
  const [refused, setRefused] = useState<{ answered: Answered; violations: readonly Violation[] } | undefined>(undefined)
  const kind = form.choices[choice] ?? form.choices[0]
  const path = pathOf(view, bot)
  const text = raw ?? JSON.stringify(body, null, 2)
  const change = (next: Body) => {
    setBody(next)
    setRaw(undefined)
  }
  const fill = (value: Body) => {
    const at = form.choices.findIndex((c) => Object.entries(c.fixed).every(([name, v]) => value[name] === v))
    setChoice(Math.max(0, at))
    change(value)
  }
  const send = async () => {
    const question: Question = { method: 'POST', path, query: [], body: text }
    const sent = await sendOne(question, view.api)
    if (!sent) return
    if (sent.answered.status === 200) {
      const stored = sent.answered.json as Record<string, unknown> | undefined
      ownWrites.add(sent.answered.id)
      const id = String(stored?.['event_id'] ?? stored?.['id'] ?? '')
      const place = await placeOf(view, bot, body, stored ?? {}, sent.answered.id)
      note(`Stored as ${id || 'it was sent'}.`, 'good', place && { label: 'See it', run: () => go(hrefOf('events', place)) })
      readAgain()
      if (sent.violations.length === 0) return onClose()
    }
    setRefused(sent)
  }
  const violations = refused?.violations ?? []
  const rest = violations.filter((v) => raw !== undefined || !hasField(kind?.fields ?? [], v.pointer) || v.in !== 'body')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <div class="row">
        {form.choices.length > 1 && (
          <div class="chips" role="group" aria-label="Kind">
            {form.choices.map((c, i) => (
              <button key={c.name} type="button" class="chip" aria-pressed={i === choice} onClick={() => (setChoice(i), change({ ...body, ...c.fixed }))}>
                {c.name}
              </button>
            ))}
          </div>
        )}
        {form.examples.map((e) => (
          <Button key={e.name} kind="quiet" onClick={() => fill(e.value)} title="Fill in the example of the contract">
            {e.name}
          </Button>
        ))}
      </div>
      {view.of && (
        <label>
          Bot
          <input type="text" value={bot} autocomplete="off" spellcheck={false} onInput={(event) => setBot(event.currentTarget.value)} />
        </label>
      )}
      {refused && (
        <div class="refusal" role="alert">
          <p class={refused.answered.status === 200 ? '' : 'wrong'}>
            {refused.answered.status === 200 ? 'Stored, but not as the contract has it.' : `Refused with ${refused.answered.status}: ${refusalText(refused.answered)}`}{' '}
            <a href={hrefOf('traffic', { id: refused.answered.id })}>The exchange</a>
          </p>
          {rest.map((v) => (
            <ViolationCard key={anchorOf(v)} violation={v} />
          ))}
        </div>
      )}
      <Fields fields={kind?.fields ?? []} body={body} onChange={change} violations={raw === undefined ? violations : []} />
      <label>
        What is sent: POST {path}
        <textarea
          class="body"
          rows={Math.min(14, text.split('\n').length + 1)}
          value={text}
          spellcheck={false}
          onInput={(event) => {
            const typed = event.currentTarget.value
            setRaw(typed)
            try {
              const value = JSON.parse(typed) as unknown
              if (typeof value === 'object' && value !== null && !Array.isArray(value)) setBody(value as Body)
            } catch {
              // It is sent as it is; the API says what it makes of it.
            }
          }}
        />
      </label>
      <footer>
        <Button kind="main" type="submit">
          Send
        </Button>
      </footer>
    </form>
  )
}

const hasField = (fields: Form['choices'][number]['fields'], pointer: string): boolean =>
  fields.some((f) => (f.kind === 'group' ? hasField(f.fields, pointer) : f.pointer === pointer || pointer.startsWith(`${f.pointer}/`)))

/** Where one is written, by the index of the mock. */
function pathOf(view: View, bot: string): string {
  const path = apiOf(view.api)?.operations.find((o) => o.operation === view.write)?.path ?? ''
  return path.replace(/\{\w+\}/, encodeURIComponent(bot))
}

/** The address of Events that shows what was written, and what came in the same second; undefined if it cannot be told. */
async function placeOf(view: View, bot: string, body: Body, stored: Body, request: string): Promise<Record<string, string> | undefined> {
  if (!view.timed) return undefined
  const told = stored['createdAt'] ?? body['timestamp'] ?? (request && (await fetchExchange(request).catch(() => undefined))?.at)
  const at = Math.floor(Date.parse(String(told)) / 1000)
  if (!Number.isFinite(at)) return undefined
  const times = { from: instant(at), to: instant(at + 1) }
  if (view.api === 'inkeep') return { view: 'events', ...times, id: String(stored['id']) }
  const version = String(body['version'] ?? 'LIVE')
  return { of: bot, version, ...times, id: `${bot} ${version} ${String(stored['event_id'])}` }
}

/** Sends it, and finds out what it broke. */
async function sendOne(question: Question, api: string): Promise<{ answered: Answered; violations: readonly Violation[] } | undefined> {
  try {
    const answered = await put(namespace.peek(), question, authorizationFor(api))
    const exchange = answered.violations && answered.id ? await fetchExchange(answered.id).catch(() => undefined) : undefined
    return { answered, violations: exchange?.violations.filter((v) => v.side === 'request') ?? [] }
  } catch (error) {
    note(error instanceof Error ? error.message : String(error), 'bad')
    return undefined
  }
}
