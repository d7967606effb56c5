import { useState } from 'preact/hooks'
import { type Schemas, ask, said } from '../../api/client'
import { Button, Icon, Section } from '../../components/basics'
import { count } from '../../components/words'
import { fetchDocument } from '../../store/document'
import { useLoaded } from '../../store/exchanges'
import { clientURL } from '../../store/live'
import { param, setParams } from '../../store/route'
import { type Order, inTheWay, run, suggested } from '../../store/run'
import { apiOf } from '../../store/served'

/** Has the mock judge a server on this machine. */
export function RunForm() {
  const loaded = useLoaded('checks', () => ask('get', '/__understudy/check'))
  if (!loaded.value) return null // a mock within a test has none
  const suites = loaded.value.suites
  const suite = suites.find((s) => s.api === param('api')) ?? suites[0]
  return suite ? <Suite key={suite.api} suite={suite} suites={suites} /> : null
}

type Suite = Schemas['CheckSuite']

/** What a person has put together of a run, and what comes of starting it. */
function useOrder(suite: Suite) {
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [wrong, setWrong] = useState('')
  const [starting, setStarting] = useState(false)
  const target = param('target')
  const [warning, setWarning] = useState({ target, told: '' })
  const document = useLoaded(`document ${suite.api}`, () => fetchDocument(suite.api))
  const valueOf = (s: Schemas['CheckSetting']) => typed[s.name] ?? (target ? '' : suggested(s, apiOf(suite.api), document.value))
  const quick = param('whole') === ''
  const start = async (sure: boolean) => {
    const settings = Object.fromEntries(suite.settings.filter(valueOf).map((s) => [s.name, [valueOf(s)]]))
    const order: Order = { api: suite.api, settings, quick, read_only: param('readonly') !== '', seed: 1, ...(target ? { target } : {}) }
    setWrong('')
    setStarting(true)
    const told = sure ? '' : await inTheWay(order).catch(() => '')
    setWarning({ target, told })
    if (!told) await run(order).catch((error) => setWrong(said(error)))
    setStarting(false)
  }
  const type = (s: Schemas['CheckSetting'], value: string) => setTyped({ ...typed, [s.name]: value })
  return { target, quick, wrong, warned: warning.target === target ? warning.told : '', starting, start, valueOf, type }
}

function Suite({ suite, suites }: { suite: Suite; suites: readonly Suite[] }) {
  const order = useOrder(suite)
  const field = (s: Schemas['CheckSetting']) => (
    <label key={s.name}>
      <span>
        <code>{s.name}</code> <span class="quiet">{s.help}</span>
      </span>
      <input
        value={order.valueOf(s)}
        placeholder={s.value}
        autocomplete="off"
        spellcheck={false}
        required={s.required}
        onInput={(event) => order.type(s, event.currentTarget.value)}
      />
    </label>
  )
  const optional = suite.settings.filter((s) => !s.required)
  return (
    <Section title="Judge a server on this machine" aside={<span class="quiet">{count(suite.checks, 'check')}</span>}>
      <form
        class="run-form"
        onSubmit={(event) => {
          event.preventDefault()
          void order.start(false)
        }}
      >
        <div class="chips" role="group" aria-label="API">
          {suites.map((s) => (
            <button key={s.api} type="button" class="chip" aria-pressed={s === suite} onClick={() => setParams({ api: s.api })}>
              {s.api}
            </button>
          ))}
        </div>
        <Target target={order.target} />
        {suite.settings.filter((s) => s.required).map(field)}
        {optional.length > 0 && (
          <details>
            <summary>{count(optional.length, 'optional setting')}, which exercise more</summary>
            <div class="run-optional">{optional.map(field)}</div>
          </details>
        )}
        <How quick={order.quick} />
        {order.wrong && (
          <p class="wrong" role="alert">
            {order.wrong}
          </p>
        )}
        {order.warned && <Warning told={order.warned} onSure={() => void order.start(true)} />}
        <footer>
          <Button kind="main" type="submit" disabled={order.starting}>
            <Icon name="play" />
            Run the checks
          </Button>
          <span class="quiet">They write events of their own there, unless they may send no write.</span>
        </footer>
      </form>
    </Section>
  )
}

/** What is in the way of a run, which the person may want all the same. */
const Warning = ({ told, onSure }: { told: string; onSure: () => void }) => (
  <div class="band warn" role="alert">
    <p>{told}</p>
    <Button onClick={onSure}>Run all the same</Button>
  </div>
)

const Target = ({ target }: { target: string }) => (
  <label>
    <span>
      Target <span class="quiet">a URL on loopback; empty for this mock</span>
    </span>
    <input
      value={target}
      placeholder={clientURL()}
      inputMode="url"
      autocomplete="off"
      spellcheck={false}
      onInput={(event) => setParams({ target: event.currentTarget.value.trim() }, { replace: true })}
    />
  </label>
)

const How = ({ quick }: { quick: boolean }) => (
  <div class="run-options">
    <label class="check">
      <input type="checkbox" checked={quick} onChange={() => setParams({ whole: quick ? '1' : '' })} />
      quick: the checks that tell the most, in some seconds
    </label>
    <label class="check">
      <input type="checkbox" checked={param('readonly') !== ''} onChange={() => setParams({ readonly: param('readonly') ? '' : '1' })} />
      send no write
    </label>
  </div>
)
