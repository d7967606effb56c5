import { Tag } from '../../components/basics'
import { count, duration } from '../../components/words'
import { type Finding, type Report, begun, lookOf, states, tally, verdictOf } from '../../store/report'
import { hrefOf, param, params, setParams } from '../../store/route'
import { CheckDetail } from './CheckDetail'
import { CheckList } from './CheckList'
import { MapTable } from './MapTable'

/** All of a report: the verdict, what was found, where, and every check. */
export function ReportView({ report: r }: { report: Report }) {
  return (
    <>
      <Verdict report={r} />
      {r.findings.length > 0 && (
        <section class="section">
          <header>
            <h2>{count(r.findings.length, 'finding')}</h2>
          </header>
          {r.findings.map((f, i) => (
            <FindingView key={f.check} finding={f} report={r} open={i === 0} />
          ))}
        </section>
      )}
      <section class="section">
        <header>
          <h2>Map</h2>
          <span class="quiet">passed of all that are judged, by area and operation; a cell narrows the checks below</span>
        </header>
        <MapTable report={r} />
      </section>
      <CheckList report={r} />
    </>
  )
}

/** Whether the run passes, why, and what else everybody should know of it. */
function Verdict({ report: r }: { report: Report }) {
  const verdict = verdictOf(r)
  const counts = tally(r.checks)
  return (
    <header class={`verdict ${verdict.look}`}>
      <h1>
        <span aria-hidden="true">{lookOf(verdict.look).sign}</span> {verdict.words}
        {r.quick && <Tag>quick run</Tag>}
      </h1>
      {r.reason && <p>{r.reason}</p>}
      {r.stale_baseline.map((stale, i) => (
        <p key={i}>
          Stale in the baseline, which fails the run: <code>{stale.check}</code>, {stale.reason}
        </p>
      ))}
      {r.checks.map((c) => c.note && <p key={c.id}>Note: {c.note}</p>)}
      <p class="facts">
        <span>{r.api}</span>
        <span>{r.target}</span>
        <span>seed {r.seed}</span>
        <span>{begun(r)}</span>
        <span>{duration(r.duration_ms)}</span>
        <span>{count(r.traffic.requests, 'request')}</span>
        <span>
          {r.tool} {r.version}
        </span>
      </p>
      <div class="chips" role="group" aria-label="Outcome">
        {states
          .filter(({ state }) => counts.get(state))
          .map(({ state, word, sign }) => (
            <button
              key={state}
              type="button"
              class={`chip ${state}`}
              aria-pressed={param('state') === state}
              onClick={() => setParams({ state: param('state') === state ? '' : state })}
            >
              <span aria-hidden="true">{sign}</span> {counts.get(state)} {word}
            </button>
          ))}
      </div>
    </header>
  )
}

/** A likely cause: its simplest case whole, and the other checks that fail for it. */
function FindingView({ finding: f, report, open }: { finding: Finding; report: Report; open: boolean }) {
  const simplest = report.checks.find((c) => c.id === f.check)
  const others = f.checks.filter((id) => id !== f.check)
  return (
    <details class="finding" open={open}>
      <summary>
        <Tag kind={f.level === 'must' ? 'bad' : 'warn'}>{f.level}</Tag> <strong>{f.headline}</strong>{' '}
        <span class="quiet">{count(f.checks.length, 'check')}</span>
      </summary>
      {simplest && <CheckDetail check={simplest} />}
      {others.length > 0 && (
        <p class="others">
          <span class="quiet">Also:</span>
          {others.map((id) => (
            <a key={id} href={hrefOf('conformance', { ...Object.fromEntries(params.value), check: id })}>
              {id}
            </a>
          ))}
        </p>
      )}
    </details>
  )
}
