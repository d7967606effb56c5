import { Component, type RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Button, Icon, Status, Tag } from '../../components/basics'
import { VirtualList } from '../../components/VirtualList'
import { bytes, clock, count, duration } from '../../components/words'
import { looking } from '../../store/bodies'
import { more } from '../../store/live'
import { param, setParams } from '../../store/route'
import { type Row, isLenient, noFilter } from '../../store/row'
import { all, dropped, filter, filtered, missed, older, shown, total } from '../../store/traffic'
import { NothingCame } from './NothingCame'

const lastIndexOf = (rows: readonly Row[], id: string): number => {
  for (let i = rows.length - 1; i >= 0; i--) if (rows[i]?.id === id) return i
  return -1
}

/** The exchanges, newest first. While the person looks at one, or at older ones, the list stands still and counts what is new. */
export function ExchangeList({ element, narrow }: { element: RefObject<HTMLDivElement>; narrow: boolean }) {
  const [atTop, setAtTop] = useState(true)
  const [heldAt, setHeldAt] = useState('')
  const live = shown.value
  const id = param('id')
  const still = !atTop || id !== ''
  useEffect(() => setHeldAt(still ? (live.at(-1)?.id ?? '') : ''), [still, filter.value])
  const at = still && heldAt ? lastIndexOf(live, heldAt) : -1
  const end = at >= 0 ? at + 1 : live.length
  const newer = live.length - end
  const row = (i: number) => live[end - 1 - i] as Row
  const place = id ? lastIndexOf(live, id) : -1
  const select = (i: number) => setParams({ id: row(i).id }, { replace: id !== '' })
  const toTop = () => {
    if (id) setParams({ id: '' })
    setHeldAt('')
    if (element.current) element.current.scrollTop = 0
  }
  if (all.value.length === 0) return <NothingCame />
  return (
    <>
      <Tally found={live.length} newer={newer} onNewer={toTop} />
      {live.length === 0 ? (
        <div class="nothing">
          <p>None of the {count(all.value.length, 'request')} fits.</p>
          <Button onClick={() => setParams(noFilter)}>Show all</Button>
        </div>
      ) : (
        <VirtualList
          label="Requests, newest first"
          element={element}
          count={end}
          rowHeight={narrow ? 56 : 34}
          selected={place >= 0 && place < end ? end - 1 - place : -1}
          keyOf={(i) => row(i).id}
          render={(i) => <Line row={row(i)} />}
          onSelect={select}
          onAtTop={setAtTop}
          onAtEnd={() => older.value && void more()}
        />
      )}
    </>
  )
}

/** How many there are: what is found, of how many that are here, of how many that came; and where the others are. */
function Tally({ found, newer, onNewer }: { found: number; newer: number; onNewer: () => void }) {
  const here = all.value.length
  const unread = Math.max(0, total.value - dropped.value - missed.value - here)
  const whole = here === total.value
  const n = (many: number) => many.toLocaleString('en')
  return (
    <p class="tally" aria-live="off">
      <span>{`${filtered.value ? `${n(found)} of ` : ''}${count(here, 'request')}${whole ? '' : ` here, ${n(total.value)} came`}`}</span>
      {looking.value && <span role="status">looking into bodies…</span>}
      {unread > 0 && <Tag title="They are read when the end of the list is reached">{`${n(unread)} older not read`}</Tag>}
      {missed.value > 0 && <Tag kind="warn" title="They came faster than they could be sent here">{`${n(missed.value)} not shown`}</Tag>}
      {dropped.value > 0 && (
        <Tag title="The memory of the mock for requests is bounded (--journal-bytes)">{`${n(dropped.value)} forgotten`}</Tag>
      )}
      {newer > 0 && (
        <Button kind="main" class="newer" onClick={onNewer}>
          {`${n(newer)} newer ↑`}
        </Button>
      )}
    </p>
  )
}

/** One exchange as a line. */
export class Line extends Component<{ row: Row }> {
  // Most of what is seen was seen a moment ago.
  override shouldComponentUpdate(next: { row: Row }) {
    return next.row !== this.props.row
  }

  render({ row }: { row: Row }) {
    return (
      <div class="line">
        <Status status={row.status} />
        <span class="method">{row.method}</span>
        <span class="target">
          {row.path}
          {row.query && <span class="query">?{row.query}</span>}
        </span>
        <span class="marks">
          {row.violations.length > 0 && (
            <Tag kind={row.violations.every(isLenient) ? 'warn' : 'bad'} title={row.violations.map((v) => v.rule).join(', ')}>
              <Icon name="warn" />
              {row.violations.length}
              <span class="hidden"> violations</span>
            </Tag>
          )}
          {row.empty && (
            <Tag kind="warn" title="A list that came back empty: open it to see why">
              <Icon name="question" />
              <span class="word">empty</span>
            </Tag>
          )}
          {row.fault && (
            <Tag kind="fault" title={`Fault ${row.fault}`}>
              <Icon name="bolt" />
              <span class="hidden">fault</span>
              {row.fault}
            </Tag>
          )}
        </span>
        <span class={`operation ${row.api}`}>{row.operation || 'no operation'}</span>
        <span class="number">{bytes(row.size)}</span>
        <span class="number">{duration(row.took)}</span>
        <time class="number" dateTime={row.at}>
          {clock(row.at)}
        </time>
      </div>
    )
  }
}
