import { Tag } from '../../components/basics'
import { count } from '../../components/words'
import { hrefOf, param, setParams } from '../../store/route'
import { type Statement as S, narrowed, statementsOf } from '../../store/statements'

const levels = { must: 'a source says it', should: 'it follows', chosen: 'nobody says; the mock chose' } as const
const looks = { must: 'bad', should: 'warn', chosen: 'fault' } as const

/** Every statement about an API, with where it comes from, narrowed by the address. */
export function Requirements({ api }: { api: string }) {
  const all = statementsOf(api)
  const operations = [...new Set(all.flatMap((s) => s.operations))]
  const operation = param('op')
  const rest = narrowed(all, { level: '', operation, text: param('q') })
  const shown = narrowed(rest, { level: param('level'), operation: '', text: '' })
  return (
    <div class="contract-scroll" tabIndex={0} role="region" aria-label="Requirements">
      <div class="narrow-by">
        <div class="chips" role="group" aria-label="Level">
          {Object.entries(levels).map(([level, says]) => (
            <button
              key={level}
              type="button"
              class="chip"
              title={says}
              aria-pressed={param('level') === level}
              onClick={() => setParams({ level: param('level') === level ? '' : level })}
            >
              {level} <span class="quiet">{narrowed(rest, { level, operation: '', text: '' }).length}</span>
            </button>
          ))}
        </div>
        <select
          aria-label="Operation"
          class={operation ? 'chosen' : ''}
          value={operation}
          onChange={(event) => setParams({ op: event.currentTarget.value })}
        >
          <option value="">All operations</option>
          {operations.map((o) => (
            <option key={o} value={o}>
              {o}
            </option>
          ))}
        </select>
        <span class="quiet" role="status">
          {all.length === 0
            ? 'Reading…'
            : shown.length === all.length
              ? count(all.length, 'statement')
              : `${shown.length} of ${count(all.length, 'statement')}`}
        </span>
      </div>
      {all.length > 0 && shown.length === 0 && <p class="nothing">None fits.</p>}
      <ul class="statements">
        {shown.map((s) => (
          <Statement key={s.id} statement={s} withOperations />
        ))}
      </ul>
    </div>
  )
}

/** One statement: what holds, who says so, and what the mock does where nobody says. */
export function Statement({ statement: s, withOperations = false }: { statement: S; withOperations?: boolean }) {
  return (
    <li>
      <div class="statement-id">
        <a href={s.page} target="_blank" rel="noreferrer">
          <code>{s.id}</code>
        </a>
        <Tag kind={looks[s.level]} title={levels[s.level]}>
          {s.level}
        </Tag>
      </div>
      <div class="statement-text">
        <p>{s.statement}</p>
        {s.choice && (
          <p>
            <strong>The mock:</strong> {s.choice}
          </p>
        )}
        <p class="quiet">
          {s.level === 'chosen' ? (
            'No source says'
          ) : (
            <a href={s.source.url} target="_blank" rel="noreferrer">
              {s.source.name}
            </a>
          )}
          {s.level !== 'chosen' && s.source.place && `: ${s.source.place}`}
        </p>
        {withOperations && s.operations.length > 0 && (
          <p class="statement-operations">
            {s.operations.map((o) => (
              <a key={o} href={hrefOf('contract', { api: s.api, op: o })}>
                {o}
              </a>
            ))}
          </p>
        )}
      </div>
    </li>
  )
}
