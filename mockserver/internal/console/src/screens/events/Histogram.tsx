import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { ask } from '../../api/client'
import { type Answered, look, refusalText } from '../../api/apis'
import { Button } from '../../components/basics'
import { useMedia } from '../../components/useMedia'
import { count } from '../../components/words'
import { useLoaded } from '../../store/exchanges'
import type { View, ViewName } from '../../store/eventViews'
import { type Bar, barWords, barsOf, barsOfQuery, brushed, countQuestion, instant } from '../../store/histogram'
import { namespace, param, setParams } from '../../store/route'
import { theme } from '../../store/theme'
import { given, recent } from './Events'
import { authorizationFor } from './credentials'

type Props = { view: View; name: ViewName; answered: Answered | undefined; first: boolean }

const most = 120
const height = 104

/** Over which time there are how many, of all pages together; a stretch of it can be chosen. */
export function Histogram({ view, name, answered, first }: Props) {
  const here = namespace.value
  const served = answered?.status === 200
  // A later page asks for the same as the first one, of which the bars are already there.
  const [of, setOf] = useState('')
  useEffect(() => {
    if (served && answered.id && (first || of === '')) setOf(answered.id)
  }, [answered?.id, served, first])
  const bars = useLoaded(of && `histogram ${here} ${of}`, async (): Promise<Bar[]> => {
    if (view.api === 'chatlayer') {
      return barsOf(
        await ask('get', '/__understudy/journal/{request_id}/histogram', {
          namespace: here,
          path: { request_id: of },
          query: { parts: most },
        }),
      )
    }
    const counted = await look(here, countQuestion(name, given, recent.value), authorizationFor(view.api))
    if (counted.status !== 200) throw new Error(refusalText(counted))
    return barsOfQuery(counted.json)
  })
  const kept = useRef<readonly Bar[]>([])
  if (bars.value) kept.current = bars.value
  const shown = served && !bars.error ? (bars.value ?? kept.current) : []
  if (bars.error) return <p class="histogram quiet">Not counted over time: {bars.error}</p>
  return <div class="histogram">{shown.length > 0 && <Plot bars={shown} view={view} />}</div>
}

const span = (b: Bar) => `${instant(b.from).replace('T', ' ').replace('Z', '')} to ${instant(b.to).replace('T', ' ').replace('Z', '')}`
function Plot({ bars, view }: { bars: readonly Bar[]; view: View }) {
  const { timed: brush, things } = view
  const box = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(-1)
  const dark = useMedia('(prefers-color-scheme: dark)')
  const whole = useMemo(
    () => bars.reduce((sum, b) => ({ events: sum.events + b.events, tracked: sum.tracked + b.tracked }), { events: 0, tracked: 0 }),
    [bars],
  )
  useEffect(() => {
    const element = box.current
    if (!element) return
    const plot = new uPlot(options(bars, brush, element, setAt), data(bars), element)
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [bars, brush, dark, theme.value])
  const first = bars[0] as Bar
  const last = bars.at(-1) as Bar
  const bar = bars[at]
  const since = param('from') ? '' : recent.value
  const where = since ? ` since ${since}, as all are too many for a query` : ' on all pages'
  const wide = (first.to - first.from) / day
  const inBars = wide > 1 && view.api === 'inkeep' ? `, in bars of ${count(wide, 'day')}` : ''
  const drawn = inBars + (brush ? '; drag over the bars to ask for less time' : '')
  return (
    <>
      <div
        class="plot"
        ref={box}
        role="img"
        aria-label={`${barWords(whole, things)}, from ${instant(first.from)} to ${instant(last.to)}`}
      />
      <p class="under">
        <span class="quiet" aria-live="off">
          {bar ? `${span(bar)}: ${barWords(bar, things)}` : barWords(whole, things, where) + drawn}
        </span>
        {brush && (param('from') || param('to')) && (
          <Button kind="quiet" onClick={() => setParams({ from: '', to: '', page: '', id: '' })}>
            All times
          </Button>
        )}
      </p>
    </>
  )
}

const data = (bars: readonly Bar[]): uPlot.AlignedData => [
  bars.map((b) => (b.from + b.to) / 2),
  bars.map((b) => b.events),
  bars.map((b) => b.tracked || null),
]

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const [minute, hour, day] = [60, 3600, 86_400]
const steps = [
  1,
  5,
  15,
  30,
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  3 * day,
  5 * day,
  10 * day,
  30 * day,
  90 * day,
  365 * day,
  3650 * day,
  36_500 * day,
]

/** What stands below the bars: years, days, or the time of a day. */
function tick(at: number, step: number): string {
  const t = new Date(at * 1000)
  const date = `${t.getUTCDate()} ${months[t.getUTCMonth()]}`
  if (step >= 300 * day) return String(t.getUTCFullYear())
  if (step >= 20 * day) return `${months[t.getUTCMonth()]} ${t.getUTCFullYear()}`
  const time = t.toISOString().slice(11, step < minute ? 19 : 16)
  return step >= day || time === '00:00' ? date : time
}

function options(bars: readonly Bar[], brush: boolean, element: HTMLElement, setAt: (at: number) => void): uPlot.Options {
  const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name)
  const first = bars[0] as Bar
  const last = bars.at(-1) as Bar
  const thin = uPlot.paths.bars?.({ size: [0.86, Infinity, 1] })
  const axis = {
    stroke: colour('--quiet'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: `11px ${colour('--sans')}`,
  }
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
    scales: { x: { time: true, range: () => [first.from, last.to] }, y: { range: (_, __, max) => [0, Math.max(1, max * 1.05)] } },
    padding: [8, 8, 0, 0],
    axes: [
      { ...axis, size: 24, space: 90, incrs: steps, values: (_, at, __, ___, step) => at.map((t) => tick(t, step)) },
      { ...axis, size: 44, space: 28, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6, 1e7, 1e8] },
    ],
    series: [
      {},
      { fill: colour('--line-strong'), stroke: colour('--line-strong'), width: 0, paths: thin, points: { show: false } },
      { fill: colour('--accent'), stroke: colour('--accent'), width: 0, paths: thin, points: { show: false } },
    ],
    cursor: { y: false, points: { show: false }, drag: { x: brush, y: false, setScale: false } },
    hooks: {
      setCursor: [(u) => setAt(u.cursor.left === undefined || u.cursor.left < 0 ? -1 : (u.cursor.idx ?? -1))],
      setSelect: [
        (u) => {
          const { left, width } = u.select
          if (width < 3) return
          const chosen = brushed(bars, u.posToVal(left, 'x'), u.posToVal(left + width, 'x'))
          u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false)
          if (chosen) setParams({ ...chosen, page: '', id: '' })
        },
      ],
    },
  }
}
