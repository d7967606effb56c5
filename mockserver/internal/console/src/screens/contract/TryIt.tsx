import type { ComponentChildren } from 'preact'
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import { baseOf, said, token } from '../../api/client'
import { Button, Icon, copy } from '../../components/basics'
import { Menu } from '../../components/Menu'
import { SureButton } from '../../components/SureButton'
import { count } from '../../components/words'
import { type Document, type Operation, type Parameter, ownDocument } from '../../store/document'
import { note } from '../../store/notes'
import { namespace, param, setParams } from '../../store/route'
import { type Came, sendAndRead, sendAs } from '../../store/sending'
import { apiOf } from '../../store/served'
import { firstBody, firstValue, headersOf, targetOf } from '../../store/trial'
import { Detail } from '../traffic/Detail'
import { type Sendable, asSent } from '../traffic/sendable'
import { languages, snippet } from '../traffic/snippets'
import { OwnAnswer } from './OwnAnswer'

type Props = { api: string; document: Document; operation: Operation }

const nobody = 'none'
const longestInAddress = 3000

/** What is typed for an operation, which stands in the address, and the request that it makes. */
function useTrial({ api, document, operation: o }: Props) {
  const body = useMemo(() => firstBody(o, document), [o])
  const asked = (p: Parameter) => param(`p.${p.name}`) || undefined
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(o.parameters.map((p) => [p.name, asked(p) ?? firstValue(p, document)])),
  )
  const [text, setText] = useState(() => param('body') || (body?.examples[0]?.text ?? ''))
  const served = apiOf(api)
  const scheme = served?.authentication ?? 'none'
  const credentials = served && scheme !== 'none' && o.secured ? [...served.credentials, nobody] : []
  const own = api === ownDocument
  const secret = own && token.value !== '' // which stands in no command to copy
  const credential = secret ? 'YOUR-TOKEN' : (credentials.find((c) => c === param('as')) ?? credentials[0] ?? '')
  const request: Sendable = {
    method: o.method,
    url: location.origin + (served ? new URL(served.url).pathname.replace(/\/$/, '') : baseOf(namespace.value)) + targetOf(o, values),
    headers: [...headersOf(o, values), ...(body ? [['Content-Type', body.type] as [string, string]] : [])],
    credential: credential === nobody ? '' : credential,
    scheme: secret ? 'Bearer' : credential && credential !== nobody && scheme !== 'none' ? scheme : '',
    body: body ? text : undefined,
    cut: false,
  }
  const type = (name: string, value: string) => {
    setValues({ ...values, [name]: value })
    setParams({ [`p.${name}`]: value }, { replace: true })
  }
  const typeBody = (value: string) => {
    setText(value)
    setParams({ body: value.length > longestInAddress ? '' : value }, { replace: true })
  }
  return { examples: body?.examples, asked, values, type, text, typeBody, credentials, credential, request, own }
}

/** A form for an operation, which sends a true request and shows the exchange. */
export function TryIt(props: Props) {
  const { document, operation: o } = props
  const trial = useTrial(props)
  const field = (p: Parameter) => (
    <Field
      key={p.name}
      parameter={p}
      document={document}
      value={trial.values[p.name] ?? ''}
      onType={(value) => trial.type(p.name, value)}
    />
  )
  const optional = o.parameters.filter((p) => !p.required)
  const shown = param('id')
  const [came, setCame] = useState<Came>()
  const answer = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const top = answer.current?.getBoundingClientRect().top ?? 0
    if (shown && top > innerHeight * 0.8) answer.current?.scrollIntoView({ block: 'start' })
  }, [shown])
  const send = async () => {
    if (!trial.own) return turnTo(await sendAs(...asSent(trial.request)))
    setCame(undefined)
    setCame(await sendAndRead(...asSent({ ...trial.request, credential: token.peek() })))
  }
  return (
    <section class="try" aria-label="Try it">
      <Form request={trial.request} send={send} asks={trial.own && o.method !== 'GET'}>
        {o.parameters.filter((p) => p.required).map(field)}
        {optional.length > 0 && (
          <details open={optional.some((p) => trial.asked(p) !== undefined)}>
            <summary>{count(optional.length, 'optional parameter')}</summary>
            <div class="fields">{optional.map(field)}</div>
          </details>
        )}
        {trial.examples && <BodyField examples={trial.examples} text={trial.text} onType={trial.typeBody} />}
        {trial.credentials.length > 0 && (
          <label>
            Credentials
            <select value={trial.credential} onChange={(event) => setParams({ as: event.currentTarget.value })}>
              {trial.credentials.map((c) => (
                <option key={c} value={c}>
                  {c}
                </option>
              ))}
            </select>
          </label>
        )}
      </Form>
      <div ref={answer}>
        {shown && <Detail key={shown} id={shown} onClose={() => setParams({ id: '' })} />}
        {came && <OwnAnswer came={came} />}
      </div>
    </section>
  )
}

type FormProps = { request: Sendable; send: () => Promise<void>; asks: boolean; children: ComponentChildren }

/** The fields of a request, with what can be done with it. Where it may change the mock itself, the person is asked once more. */
function Form({ request, send, asks, children }: FormProps) {
  const [sending, setSending] = useState(false)
  const submit = async () => {
    setSending(true)
    await send().catch((error) => note(said(error), 'warn'))
    setSending(false)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!asks) void submit()
      }}
    >
      <h3>Try it</h3>
      {children}
      <footer>
        {asks ? (
          <SureButton label="Send" sure="Change the mock?" kind="plain" icon="play" disabled={sending} onSure={() => void submit()} />
        ) : (
          <Button kind="main" type="submit" disabled={sending}>
            <Icon name="play" />
            Send
          </Button>
        )}
        <Menu
          name="Copy as"
          label="Copy as"
          items={languages.map((language) => ({
            label: language,
            run: () => void copy(snippet(language, request), `the request as ${language}`),
          }))}
        />
      </footer>
    </form>
  )
}

type FieldProps = { parameter: Parameter; document: Document; value: string; onType: (value: string) => void }

/** A parameter to type; what it may be is offered, and anything may be sent, to see what comes of it. */
function Field({ parameter: p, document, value, onType }: FieldProps) {
  const id = useId()
  const schema = document.resolve(p.schema ?? {})
  const offered = [...new Set([...(schema.enum ?? []), ...(p.example === undefined ? [] : [p.example])].map(String))]
  return (
    <label>
      <span>
        <code>{p.name}</code> {p.in !== 'query' && <span class="quiet">{p.in}</span>}
      </span>
      <input
        value={value}
        list={offered.length > 0 ? id : undefined}
        placeholder={p.required ? '' : 'left out'}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => onType(event.currentTarget.value)}
      />
      {offered.length > 0 && (
        <datalist id={id}>
          {offered.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
    </label>
  )
}

type BodyProps = { examples: readonly { name: string; text: string }[]; text: string; onType: (value: string) => void }

function BodyField({ examples, text, onType }: BodyProps) {
  return (
    <>
      {examples.length > 1 && (
        <label>
          Example
          <select
            value={String(examples.findIndex((e) => e.text === text))}
            onChange={(event) => onType(examples[Number(event.currentTarget.value)]?.text ?? text)}
          >
            <option value="-1">of your own</option>
            {examples.map((e, i) => (
              <option key={i} value={String(i)}>
                {e.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        Body
        <textarea
          value={text}
          rows={Math.min(18, Math.max(4, text.split('\n').length + 1))}
          spellcheck={false}
          onInput={(event) => onType(event.currentTarget.value)}
        />
      </label>
    </>
  )
}

/** Turns to the exchange that the mock kept of a request of a client. */
function turnTo(response: Response): void {
  const id = response.headers.get('Understudy-Request-Id') ?? ''
  if (id) setParams({ id })
  else note(`Sent: ${response.status || 'a redirect'}.`, response.ok ? 'good' : 'warn')
}
