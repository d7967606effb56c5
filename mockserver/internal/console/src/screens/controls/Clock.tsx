import { useEffect, useState } from 'preact/hooks'
import { type Schemas, ask } from '../../api/client'
import { Button, Icon, Section, Tag } from '../../components/basics'
import { awaited, clock, known, shownTime, takeClock, timeOf } from '../../store/controls'
import { perform } from '../../store/perform'
import { namespace } from '../../store/route'

type Told = Schemas['Clock']

const speeds = [1, 10, 60, 3600, 86_400] as const
const steps = ['1m', '1h', '24h', '168h'] as const
const stepWords: Record<string, string> = { '1m': '+1 minute', '1h': '+1 hour', '24h': '+1 day', '168h': '+1 week' }

const set = (body: Schemas['ClockChange'], done: (c: Told) => string) =>
  change(ask('put', '/__understudy/clock', { namespace: namespace.peek(), body }), done)

async function change(asked: Promise<Told>, done: (c: Told) => string): Promise<void> {
  const changed = await perform('clock', asked, done)
  if (changed) takeClock(changed.of)
}

/** A clock that is real goes on by itself, and has to be taken over before it can be moved. */
async function advance(by: string, mode: Told['mode']): Promise<void> {
  const name = namespace.peek()
  const both = async () => {
    if (mode === 'real') await ask('put', '/__understudy/clock', { namespace: name, body: { speed: 1 } })
    return ask('post', '/__understudy/clock/advance', { namespace: name, body: { by } })
  }
  await change(both(), (c) => `It is ${shownTime(Date.parse(c.now))} UTC now.`)
}

/** What time it is for the mock, and having it be another. */
export function Clock() {
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 500)
    return () => clearInterval(timer)
  }, [])
  const c = clock.value
  if (!c || !known.value) {
    return (
      <Section title="Clock">
        <p class="quiet">{awaited.value}</p>
      </Section>
    )
  }
  const now = shownTime(timeOf(c, performance.now()))
  const words = {
    real: 'the time of this machine',
    frozen: 'stands still',
    running: c.speed === 1 ? 'runs' : `runs ${c.speed.toLocaleString('en')} times as fast`,
  }
  return (
    <Section title="Clock" aside={<Tag kind={c.mode === 'real' ? '' : 'warn'}>{c.mode}</Tag>}>
      <p class="now">
        <time>{now}</time> <span class="quiet">UTC, {words[c.mode]}</span>
      </p>
      <div class="row">
        <Button
          disabled={c.mode === 'frozen'}
          onClick={() => void set({ now: new Date(timeOf(c, performance.now())).toISOString() }, () => 'The clock stands still.')}
        >
          <Icon name="pause" />
          Freeze
        </Button>
        <Button disabled={c.mode === 'real'} onClick={() => void set({ mode: 'real' }, () => "The clock shows this machine's time.")}>
          <Icon name="clock" />
          Real time
        </Button>
        <Speed clock={c} />
      </div>
      <div class="row">
        {steps.map((by) => (
          <Button key={by} onClick={() => void advance(by, c.mode)}>
            {stepWords[by]}
          </Button>
        ))}
      </div>
      <Travel mode={c.mode} speed={c.speed} />
    </Section>
  )
}

/** How fast the clock runs. */
function Speed({ clock: c }: { clock: Told }) {
  return (
    <label class="inline">
      <span>Speed</span>
      <select
        aria-label="Speed"
        value={c.mode === 'running' ? String(c.speed) : ''}
        onChange={(event) => {
          const speed = Number(event.currentTarget.value)
          if (speed) void set({ speed }, () => `The clock runs ${speed.toLocaleString('en')} times as fast.`)
        }}
      >
        <option value="">{c.mode === 'running' ? 'another' : 'let it run'}</option>
        {[...new Set([...speeds, ...(c.mode === 'running' ? [c.speed] : [])])].map((s) => (
          <option key={s} value={String(s)}>
            ×{s.toLocaleString('en')}
          </option>
        ))}
      </select>
    </label>
  )
}

/** To an instant, or by a duration. A clock that runs goes on running from there. */
function Travel({ mode, speed }: { mode: Told['mode']; speed: number }) {
  const [to, setTo] = useState('')
  const text = to.trim()
  const forward = /^\+?(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault()
        if (!text) return
        if (forward) void advance(text.replace('+', ''), mode)
        else
          void set(
            { now: text, ...(mode === 'running' ? { speed } : {}) },
            (c) => `It is ${shownTime(Date.parse(c.now))} UTC now${c.mode === 'frozen' ? ', and the clock stands still' : ''}.`,
          )
      }}
    >
      <label class="inline grow">
        <span>Go to</span>
        <input
          type="text"
          placeholder="2026-02-01T00:00:00Z or 36h"
          value={to}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setTo(event.currentTarget.value)}
        />
      </label>
      <Button type="submit" disabled={!text}>
        {forward ? 'Advance' : 'Travel'}
      </Button>
    </form>
  )
}
