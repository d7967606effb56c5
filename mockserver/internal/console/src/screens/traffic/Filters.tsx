import { ask } from '../../api/client'
import { Button, Icon, type IconName } from '../../components/basics'
import { Search } from '../../components/Search'
import { SureButton } from '../../components/SureButton'
import { paused } from '../../store/live'
import { perform } from '../../store/perform'
import { namespace, param, setParams } from '../../store/route'
import { countBy, filtered, settled } from '../../store/traffic'
import { type Row, noFilter } from '../../store/row'

const statuses = ['2xx', '4xx', '5xx'] as const

/** What the list is narrowed by; all of it stands in the address. */
export function Filters() {
  const rows = settled.value
  return (
    <div class="filters" role="search">
      <Search hint="Search path, query, rule, id; -word leaves out" />
      <Any name="bodies" icon="list" label="in bodies too" />
      <div class="filter-row">
        <div class="chips" role="group" aria-label="Status">
          {statuses.map((status) => (
            <button
              key={status}
              type="button"
              class="chip"
              aria-pressed={param('status') === status}
              onClick={() => setParams({ status: param('status') === status ? '' : status })}
            >
              {status}
            </button>
          ))}
          <Any name="violation" icon="warn" label="violations" />
          <Any name="empty" icon="question" label="empty" />
        </div>
        <Choice name="operation" label="Operation" all="All operations" values={countBy(rows, (r) => r.operation || 'none')} />
        <Choice name="method" label="Method" all="All methods" values={countBy(rows, (r) => r.method)} />
        {(param('violation') || rows.some((r) => r.violations.length > 0)) && (
          <Choice name="violation" label="Rule" all="All rules" values={[['any', 0], ...rules(rows)]} />
        )}
        {(param('fault') || rows.some((r) => r.fault)) && (
          <Choice name="fault" label="Fault" all="Faults or none" values={[['any', 0], ...countBy(rows, (r) => r.fault)]} />
        )}
        {filtered.value && (
          <Button kind="quiet" onClick={() => setParams(noFilter)}>
            Clear filters
          </Button>
        )}
        <span class="grow" />
        <Button kind="quiet" aria-pressed={paused.value} onClick={() => (paused.value = !paused.value)} title={paused.value ? 'Go on (p)' : 'Pause (p)'}>
          <Icon name={paused.value ? 'play' : 'pause'} />
          {paused.value ? 'Go on' : 'Pause'}
        </Button>
        <Forget />
      </div>
    </div>
  )
}

/** Whether only those are shown that have some of it. */
function Any({ name, icon, label }: { name: string; icon: IconName; label: string }) {
  const on = param(name) !== ''
  return (
    <button type="button" class="chip" aria-pressed={on} onClick={() => setParams({ [name]: on ? '' : 'any' })}>
      <Icon name={icon} />
      {label}
    </button>
  )
}

const rules = (rows: readonly Row[]) => countBy(rows.flatMap((r) => r.violations.map((v) => ({ ...r, text: v.rule }))), (r) => r.text)

function Choice({ name, label, all, values }: { name: string; label: string; all: string; values: readonly (readonly [string, number])[] }) {
  const chosen = param(name)
  const known = !chosen || values.some(([value]) => value === chosen)
  return (
    <select aria-label={label} class={chosen ? 'chosen' : ''} value={chosen} onChange={(event) => setParams({ [name]: event.currentTarget.value })}>
      <option value="">{all}</option>
      {!known && <option value={chosen}>{chosen}</option>}
      {values.map(([value, n]) => (
        <option key={value} value={value}>
          {n ? `${value} (${n})` : value}
        </option>
      ))}
    </select>
  )
}

/** Empties the journal, when it is pressed twice. */
function Forget() {
  const forget = () => void perform(ask('delete', '/__understudy/journal', { namespace: namespace.value }), 'The journal is empty.')
  return <SureButton label="Clear" sure="Forget all?" title="Forget all exchanges" onSure={forget} />
}
