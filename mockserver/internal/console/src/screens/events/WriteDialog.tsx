import { useState } from 'preact/hooks'
import { type Answered, type Question, put, refusalText } from '../../api/apis'
import { said } from '../../api/client'
import { Button } from '../../components/basics'
import { Dialog } from '../../components/Dialog'
import { ViolationCard, anchorOf } from '../../components/ViolationCard'
import { count } from '../../components/words'
import { fetchDocument } from '../../store/document'
import { fetchExchange, useLoaded } from '../../store/exchanges'
import type { View } from '../../store/eventViews'
import { useDraft } from '../../store/drafts'
import { type Form, formOf, isBare } from '../../store/form'
import { instant } from '../../store/histogram'
import { note } from '../../store/notes'
import { go, hrefOf, namespace } from '../../store/route'
import { type Violation, ownWrites } from '../../store/row'
import { apiOf } from '../../store/served'
import { given, readAgain, shownBot } from './Events'
import { Fields } from './Fields'
import { authorizationFor } from './credentials'

type Props = { view: View; onClose: () => void }

/** Writes one by a form that the contract makes. */
export function WriteDialog({ view, onClose }: Props) {
  const loaded = useLoaded(`form ${view.api} ${view.write}`, async () => formOf(await fetchDocument(view.api), view.write))
  return (
    <Dialog title={`Write: ${view.write}`} onClose={onClose} wide>
      {loaded.value ? (
        <Writing view={view} form={loaded.value} onClose={onClose} />
      ) : (
        <p class={loaded.error ? 'wrong' : 'quiet'}>{loaded.error ?? 'Reading the contract…'}</p>
      )}
    </Dialog>
  )
}

type Body = Record<string, unknown>

type Draft = { choice: number; body: Body; bot?: string; /** What was typed by hand, which is sent as it is. */ raw?: string | undefined }

/** What a person has put together of a body, and what changes it. */
function useBody(view: View, form: Form) {
  const first = (): Draft => ({ choice: 0, body: form.choices[0]?.fixed ?? {} })
  const [draft, set, forget] = useDraft(`write ${namespace.value} ${view.write}`, first)
  const { choice, body, raw } = draft
  const kind = form.choices[choice] ?? form.choices[0]
  const change = (next: Body) => set({ body: next, raw: undefined })
  return {
    choice,
    body,
    raw,
    forget,
    change,
    fields: kind?.fields ?? [],
    bot: draft.bot ?? (view.of === 'bot' ? given('of') : shownBot()),
    text: raw ?? JSON.stringify(body, null, 2),
    /** Nothing is filled in. */
    bare: raw === undefined && isBare(body, kind?.fixed ?? {}),
    setBot: (bot: string) => set({ bot }),
    clear: () => change(kind?.fixed ?? {}),
    choose: (at: number) => set({ choice: at, body: { ...body, ...form.choices[at]?.fixed }, raw: undefined }),
    type: (typed: string) => {
      const value = objectIn(typed)
      set({ raw: typed, ...(value ? { body: value } : {}) })
    },
    fill: (value: Body) => {
      const at = form.choices.findIndex((c) => Object.entries(c.fixed).every(([name, v]) => value[name] === v))
      set({ choice: Math.max(0, at), body: value, raw: undefined })
    },
  }
}

function Writing({ view, form, onClose }: Props & { form: Form }) {
  const is = useBody(view, form)
  const { body, bot, text, fields } = is
  const [refused, setRefused] = useState<{ answered: Answered; violations: readonly Violation[] } | undefined>(undefined)
  const [failed, setFailed] = useState('') // why there is no answer
  const [told, setTold] = useState('') // the text that the person was told to be bare
  const path = pathOf(view, bot)
  const warned = is.bare && told === text
  const send = async () => {
    if (is.bare && !warned) return setTold(text)
    const question: Question = { method: 'POST', path, query: [], body: text }
    setFailed('')
    const sent = await sendOne(question, view.api).catch((error) => setFailed(said(error)))
    if (!sent) return
    if (sent.answered.status === 200) {
      is.forget()
      await tell(view, bot, body, sent.answered)
      if (sent.violations.length === 0) return onClose()
    }
    setRefused(sent)
  }
  const violations = refused?.violations ?? []
  const rest = violations.filter((v) => is.raw !== undefined || !hasField(fields, v.pointer) || v.in !== 'body')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Begins form={form} choice={is.choice} onChoice={is.choose} onExample={is.fill} />
      {view.of && <Bot value={bot} onInput={is.setBot} />}
      {refused && <Refused answered={refused.answered} broken={violations.length} rest={rest} />}
      <Fields fields={fields} body={body} onChange={is.change} violations={is.raw === undefined ? violations : []} />
      <label>
        What is sent: POST {path}
        <textarea
          class="body"
          rows={Math.min(14, text.split('\n').length + 1)}
          value={text}
          spellcheck={false}
          onInput={(event) => is.type(event.currentTarget.value)}
        />
      </label>
      <Foot failed={failed} bare={is.bare} warned={warned} body={body} onClear={() => (is.clear(), setRefused(undefined))} />
    </form>
  )
}

type FootProps = { failed: string; bare: boolean; warned: boolean; body: Body; onClear: () => void }

/** What sends it and, before that, what there is to say to it. */
const Foot = ({ failed, bare, warned, body, onClear }: FootProps) => (
  <footer>
    {failed && (
      <p class="wrong" role="alert">
        {failed}
      </p>
    )}
    {warned && <p role="alert">Nothing is filled in: what is sent is {JSON.stringify(body)}, and the API may store it.</p>}
    {!bare && (
      <Button kind="quiet" onClick={onClear}>
        Clear
      </Button>
    )}
    <Button kind="main" type="submit">
      {warned ? 'Send it all the same' : 'Send'}
    </Button>
  </footer>
)

/** The object that a text is in JSON; undefined if it is none. */
function objectIn(text: string): Body | undefined {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined
  } catch {
    return undefined
  }
}

type BeginsProps = { form: Form; choice: number; onChoice: (choice: number) => void; onExample: (body: Body) => void }

/** What a body may begin with: its kind, or an example. */
const Begins = ({ form, choice, onChoice, onExample }: BeginsProps) => (
  <div class="row">
    {form.choices.length > 1 && (
      <div class="chips" role="group" aria-label="Kind">
        {form.choices.map((c, i) => (
          <button key={c.name} type="button" class="chip" aria-pressed={i === choice} onClick={() => onChoice(i)}>
            {c.name}
          </button>
        ))}
      </div>
    )}
    {form.examples.map((e) => (
      <Button key={e.name} kind="quiet" onClick={() => onExample(e.value)} title="Fill in the example of the contract">
        {e.name}
      </Button>
    ))}
  </div>
)

const Bot = ({ value, onInput }: { value: string; onInput: (bot: string) => void }) => (
  <label>
    Bot
    <input type="text" value={value} autocomplete="off" spellcheck={false} onInput={(event) => onInput(event.currentTarget.value)} />
  </label>
)

/** What came of it: each thing that it broke has a card, here or beside its field, and else the API says why. */
function Refused({ answered, broken, rest }: { answered: Answered; broken: number; rest: readonly Violation[] }) {
  const stored = answered.status === 200
  const why = broken > 0 ? ` for ${count(broken, 'violation')}.` : `: ${refusalText(answered)}`
  return (
    <div class="refusal" role="alert">
      <p class={stored ? '' : 'wrong'}>
        {stored ? 'Stored, but not as the contract has it.' : `Refused with ${answered.status}${why}`}{' '}
        <a href={hrefOf('traffic', { id: answered.id })}>The exchange</a>
      </p>
      {rest.map((v) => (
        <ViolationCard key={anchorOf(v)} violation={v} />
      ))}
    </div>
  )
}

const hasField = (fields: Form['choices'][number]['fields'], pointer: string): boolean =>
  fields.some((f) => (f.kind === 'group' ? hasField(f.fields, pointer) : f.pointer === pointer || pointer.startsWith(`${f.pointer}/`)))

/** Says that it is stored, and where it is seen. */
async function tell(view: View, bot: string, body: Body, answered: Answered): Promise<void> {
  const stored = (answered.json ?? {}) as Body
  ownWrites.add(answered.id)
  const id = String(stored['event_id'] ?? stored['id'] ?? '')
  const place = await placeOf(view, bot, body, stored, answered.id)
  note(`Stored as ${id || 'it was sent'}.`, 'good', place && { label: 'See it', run: () => go(hrefOf('events', place)) })
  readAgain()
}

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
async function sendOne(question: Question, api: string): Promise<{ answered: Answered; violations: readonly Violation[] }> {
  const answered = await put(namespace.peek(), question, authorizationFor(api))
  const exchange = answered.violations && answered.id ? await fetchExchange(answered.id).catch(() => undefined) : undefined
  return { answered, violations: exchange?.violations.filter((v) => v.side === 'request') ?? [] }
}
