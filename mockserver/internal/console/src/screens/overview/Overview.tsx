import { useEffect } from 'preact/hooks'
import { type Key, useKeys } from '../../app/keys'
import { Copyable, Section, Tag } from '../../components/basics'
import { useSettled } from '../../components/useSettled'
import { count } from '../../components/words'
import { clock, clockWords, readClock } from '../../store/controls'
import { acting, readFaults } from '../../store/faults'
import { about, clientURL, ifThere, link } from '../../store/live'
import { go, hrefOf, namespace } from '../../store/route'
import { index } from '../../store/served'
import type { Row } from '../../store/row'
import { all, settled, total } from '../../store/traffic'
import { Line } from '../traffic/ExchangeList'
import { NothingCame } from '../traffic/NothingCame'
import { Apis } from './Apis'
import { Attention } from './Attention'
import { Pulse } from './Pulse'

const keys: readonly Key[] = [
  {
    key: '/',
    does: 'search the traffic',
    run: () => {
      go(hrefOf('traffic'))
      setTimeout(() => document.querySelector<HTMLInputElement>('input[type=search]')?.focus())
    },
  },
]

const often = 5000

/** What runs, how to use it, what came last and what needs attention. */
export function Overview() {
  useKeys(keys)
  const rows = settled.value
  const seldom = useSettled(rows, 2000)
  useEffect(() => {
    void ifThere(readFaults)
    void ifThere(readClock)
  }, [about.value, seldom])
  const timed = acting.value.some((f) => f.when?.for)
  useEffect(() => {
    if (!timed) return // it comes to its end whether requests come or not
    const timer = setInterval(() => document.hidden || void ifThere(readFaults), often)
    return () => clearInterval(timer)
  }, [timed])
  return (
    <div class="overview">
      <div class="hero">
        <div>
          <h1>{link.value === 'lost' ? 'Understudy does not answer' : 'Understudy is running'}</h1>
          <p class="quiet">
            {index.value?.about ?? 'A mock server for your tests'}
            {namespace.value !== 'default' && <> · namespace {namespace.value}</>}
          </p>
        </div>
        <div class="base">
          <span>Base URL</span>
          <Copyable text={clientURL()} what="the base URL" />
        </div>
        <World />
      </div>
      <div class="columns">
        <div>
          <Attention rows={rows} />
          <Section
            title="What came last"
            aside={<a href={hrefOf('traffic')}>{total.value > 0 ? `All ${count(total.value, 'request')}` : 'Traffic'}</a>}
          >
            <Pulse rows={rows} total={total.value} />
            <Latest rows={all.value} />
          </Section>
        </div>
        <Apis />
      </div>
    </div>
  )
}

/** What the data of the namespace are. */
function World() {
  const o = about.value?.options
  if (!o) return null
  return (
    <p class="world">
      <Tag>scenario {o.scenario}</Tag>
      <Tag>seed {o.seed}</Tag>
      <Tag>{count(o.events, 'event')} a bot</Tag>
      {clock.value && <Tag kind={clock.value.mode === 'real' ? '' : 'warn'}>{clockWords(clock.value)}</Tag>}
      {o.auth !== 'strict' && <Tag kind="warn">auth {o.auth}</Tag>}
      {o.strict && <Tag>strict</Tag>}
      {o.plan && <Tag>tracking plan</Tag>}
    </p>
  )
}

const latest = 8

function Latest({ rows }: { rows: readonly Row[] }) {
  if (rows.length === 0) return <NothingCame />
  return (
    <ul class="latest">
      {rows
        .slice(-latest)
        .reverse()
        .map((row) => (
          <li key={row.id}>
            <a href={hrefOf('traffic', { id: row.id })}>
              <Line row={row} />
            </a>
          </li>
        ))}
    </ul>
  )
}
