import { useState } from 'preact/hooks'
import { ask } from '../../api/client'
import { Button, Icon, type IconName } from '../../components/basics'
import { Fold } from '../../components/Fold'
import { Search } from '../../components/Search'
import { SureButton } from '../../components/SureButton'
import { download } from '../../components/download'
import { count } from '../../components/words'
import { archiveOf } from '../../store/har'
import { paused } from '../../store/live'
import { perform } from '../../store/perform'
import { namespace, param, setParams } from '../../store/route'
import { countBy, filtered, settled, shown } from '../../store/traffic'
import { type Row, noFilter } from '../../store/row'

const statuses = ['2xx', '4xx', '5xx'] as const

/** What the list is narrowed by; all of it stands in the address. */
export function Filters() {
  const rows = settled.value
  const chosen = Object.keys(noFilter).filter((name) => !['q', 'bodies'].includes(name) && param(name))
  return (
    <div class="filters" role="search">
      <Search hint="Search path, query, rule, id; -word leaves out" />
      <Any name="bodies" icon="list" label="in bodies too" />
      <div class="filter-row">
        <Fold set={chosen.length}>
          <Statuses />
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
        </Fold>
        <span class="grow" />
        <Button
          kind="quiet"
          aria-pressed={paused.value}
          onClick={() => (paused.value = !paused.value)}
          title={paused.value ? 'Go on (p)' : 'Pause (p)'}
        >
          <Icon name={paused.value ? 'play' : 'pause'} />
          {paused.value ? 'Go on' : 'Pause'}
        </Button>
        <ExportHAR />
        <Forget />
      </div>
    </div>
  )
}

/** What narrows the list by a glance at a row. */
function Statuses() {
  return (
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
  )
}

/** Saves what is shown as an HTTP archive, which the developer tools of browsers open. */
function ExportHAR() {
  const [busy, setBusy] = useState(false)
  const save = async () => {
    const name = namespace.peek()
    const ids = new Set(shown.peek().map((row) => row.id))
    setBusy(true)
    await perform(
      'archive',
      archiveOf(name, ids).then((har) => {
        download(`${location.hostname}${name === 'default' ? '' : `-${name}`}.har`, JSON.stringify(har, null, 2))
        return har.log.entries.length
      }),
      (n) =>
        n < ids.size ? `Saved ${n} of ${count(ids.size, 'request')}: the mock has forgotten the others.` : `Saved ${count(n, 'request')}.`,
    )
    setBusy(false)
  }
  return (
    <Button
      kind="quiet"
      disabled={busy || shown.value.length === 0}
      onClick={() => void save()}
      title="Save the requests that are shown as an HTTP archive (HAR)"
    >
      <Icon name="download" />
      Export HAR
    </Button>
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

const rules = (rows: readonly Row[]) =>
  countBy(
    rows.flatMap((r) => r.violations.map((v) => ({ ...r, text: v.rule }))),
    (r) => r.text,
  )

function Choice({
  name,
  label,
  all,
  values,
}: {
  name: string
  label: string
  all: string
  values: readonly (readonly [string, number])[]
}) {
  const chosen = param(name)
  const known = !chosen || values.some(([value]) => value === chosen)
  return (
    <select
      aria-label={label}
      class={chosen ? 'chosen' : ''}
      value={chosen}
      onChange={(event) => setParams({ [name]: event.currentTarget.value })}
    >
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
  const forget = () =>
    void perform('journal', ask('delete', '/__understudy/journal', { namespace: namespace.value }), 'The journal is empty.')
  return <SureButton label="Clear" sure="Forget all?" title="Forget all exchanges" onSure={forget} />
}
