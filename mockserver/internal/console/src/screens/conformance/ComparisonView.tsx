import { useMemo } from 'preact/hooks'
import { Section } from '../../components/basics'
import { count } from '../../components/words'
import { type Change, type Check, compare, lookOf, stateOf } from '../../store/report'
import { type Opened, named } from '../../store/reports'
import { hrefOf, params } from '../../store/route'

/** What two reports differ in. */
export function ComparisonView({ before, after }: { before: Opened; after: Opened }) {
  const found = useMemo(() => compare(before.report, after.report), [before, after])
  if (before.report.api !== after.report.api) {
    return (
      <Section title={`${named(after)}, beside ${named(before)}`}>
        They are about different APIs: {before.report.api} and {after.report.api}.
      </Section>
    )
  }
  const groups = [
    { title: 'Newly failing', changes: found.broke, look: 'failed', open: true },
    { title: 'Fixed', changes: found.mended, look: 'passed', open: true },
    { title: 'Still failing', changes: found.stillFailing, look: 'shouldFails', open: false },
    { title: 'Other changes', changes: found.other, look: 'untold', open: false },
    { title: 'New checks', changes: found.fresh, look: 'seen', open: false },
    { title: 'No longer there', changes: found.gone, look: 'skipped', open: false },
  ] as const
  return (
    <Section
      title={`${named(after)}, compared with ${named(before)}`}
      aside={<span class="quiet">{count(found.same, 'check')} as before</span>}
    >
      <p class="changes">
        {groups.slice(0, 3).map((g) => (
          <span key={g.title} class={`change ${g.changes.length > 0 ? g.look : 'skipped'}`}>
            <strong>{g.changes.length}</strong> {g.title.toLowerCase()}
          </span>
        ))}
      </p>
      {before.report.seed !== after.report.seed && (
        <p class="quiet">
          They had different seeds, {before.report.seed} and {after.report.seed}.
        </p>
      )}
      {groups
        .filter((g) => g.changes.length > 0)
        .map((g) => (
          <details key={g.title} open={g.open}>
            <summary>
              {g.title} <span class="quiet">{g.changes.length}</span>
            </summary>
            <ul class="change-list">
              {g.changes.map((change) => (
                <Line key={(change.after ?? change.before)?.id} change={change} />
              ))}
            </ul>
          </details>
        ))}
    </Section>
  )
}

function Line({ change: { before, after } }: { change: Change }) {
  const check = after ?? before
  if (!check) return null
  return (
    <li>
      {before && <Outcome check={before} />}
      {before && after && <span aria-label="now">→</span>}
      {after && <Outcome check={after} />}
      {after ? (
        <a href={hrefOf('conformance', { ...Object.fromEntries(params.value), check: check.id })}>{check.id}</a>
      ) : (
        <code>{check.id}</code>
      )}
      <span class="quiet">{check.message || check.title}</span>
    </li>
  )
}

function Outcome({ check }: { check: Check }) {
  const look = lookOf(stateOf(check))
  return (
    <span class={`outcome ${look.state}`}>
      <span aria-hidden="true">{look.sign}</span> {look.word}
    </span>
  )
}
