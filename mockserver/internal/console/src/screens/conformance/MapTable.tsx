import { useMemo } from 'preact/hooks'
import { type Check, type Report, lookOf, tally, worstOf } from '../../store/report'
import { param, setParams } from '../../store/route'

/** Areas by operations: how many of the checks that are judged passed. */
export function MapTable({ report }: { report: Report }) {
  const { areas, operations } = useMemo(() => {
    const areas = new Map<string, Check[]>()
    for (const c of report.checks) areas.set(c.area, [...(areas.get(c.area) ?? []), c])
    return { areas: [...areas], operations: [...new Set(report.checks.flatMap((c) => c.operations))].sort() }
  }, [report])
  return (
    <div class="map-scroll" tabIndex={0} role="region" aria-label="Map">
      <table class="map">
        <thead>
          <tr>
            <th scope="col">Area</th>
            <th scope="col">all</th>
            {operations.map((o) => (
              <th key={o} scope="col">
                <span>{o}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {areas.map(([area, checks]) => (
            <tr key={area}>
              <th scope="row">{area}</th>
              <Cell area={area} operation="" checks={checks} />
              {operations.map((o) => (
                <Cell key={o} area={area} operation={o} checks={checks.filter((c) => c.operations.includes(o))} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ area, operation, checks }: { area: string; operation: string; checks: readonly Check[] }) {
  const counts = tally(checks)
  const worst = worstOf(counts)
  if (!worst) return <td />
  const of = (state: Parameters<typeof lookOf>[0]) => counts.get(state) ?? 0
  const judged = checks.length - of('seen') - of('unasked')
  const text = judged > 0 ? `${of('passed')}/${judged}` : String(of('seen'))
  const chosen = param('area') === area && param('operation') === operation
  const says = [...counts].map(([state, n]) => `${n} ${lookOf(state).word}`).join(', ')
  return (
    <td>
      <button
        type="button"
        class={`map-cell ${worst}`}
        title={says}
        aria-pressed={chosen}
        onClick={() => setParams(chosen ? { area: '', operation: '' } : { area, operation })}
      >
        {text}
        <span class="hidden">{` ${area} ${operation}: ${says}`}</span>
      </button>
    </td>
  )
}
