import { useEffect, useRef } from 'preact/hooks'
import { Button, Tag } from '../../components/basics'
import { Search } from '../../components/Search'
import { count } from '../../components/words'
import { type Check, type Report, lookOf, narrowed, stateOf, worstFirst } from '../../store/report'
import { param, setParams } from '../../store/route'
import { CheckDetail } from './CheckDetail'

const levels = ['must', 'should', 'info'] as const

/** Every check, narrowed by the address. */
export function CheckList({ report }: { report: Report }) {
  const by = { state: param('state'), level: param('level'), area: param('area'), operation: param('operation'), text: param('q') }
  const shown = worstFirst(narrowed(report.checks, by))
  return (
    <section class="section checks" aria-label="Checks">
      <header>
        <h2>Checks</h2>
        <span class="quiet" role="status">
          {shown.length === report.checks.length
            ? count(shown.length, 'check')
            : `${shown.length} of ${count(report.checks.length, 'check')}`}
        </span>
      </header>
      <div class="filter-row" role="search">
        <Search hint="Search id, title, requirement, message" />
        <div class="chips" role="group" aria-label="Level">
          {levels.map((level) => (
            <button
              key={level}
              type="button"
              class="chip"
              aria-pressed={by.level === level}
              onClick={() => setParams({ level: by.level === level ? '' : level })}
            >
              {level}
            </button>
          ))}
        </div>
        {(by.area || by.operation) && (
          <button type="button" class="chip" aria-pressed="true" onClick={() => setParams({ area: '', operation: '' })}>
            {[by.area, by.operation].filter(Boolean).join(', ')}
          </button>
        )}
        {Object.values(by).some(Boolean) && (
          <Button kind="quiet" onClick={() => setParams({ state: '', level: '', area: '', operation: '', q: '' })}>
            Show all
          </Button>
        )}
      </div>
      <ul class="check-list">
        {shown.map((c) => (
          <Row key={c.id} check={c} open={param('check') === c.id} />
        ))}
      </ul>
      {shown.length === 0 && <p class="nothing">None fits.</p>}
    </section>
  )
}

function Row({ check: c, open }: { check: Check; open: boolean }) {
  const element = useRef<HTMLLIElement>(null)
  const look = lookOf(stateOf(c))
  useEffect(() => void (open && element.current?.scrollIntoView({ block: 'nearest' })), [open])
  return (
    <li ref={element} class={open ? 'open' : ''}>
      <button type="button" aria-expanded={open} onClick={() => setParams({ check: open ? '' : c.id })}>
        <span class={`outcome ${look.state}`}>
          <span aria-hidden="true">{look.sign}</span> {look.word}
        </span>
        <code>{c.id}</code>
        <Tag>{c.level}</Tag>
        <span class="check-title">{c.outcome === 'pass' || !c.message ? c.title : c.message}</span>
      </button>
      {open && (
        <>
          <p class="check-claim">{c.title}</p>
          <CheckDetail check={c} />
        </>
      )}
    </li>
  )
}
