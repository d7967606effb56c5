import { Tag } from '../../components/basics'
import { count, duration } from '../../components/words'
import { type Finding, type Report, lookOf, states, tally } from '../../store/report'
import { hrefOf, param, params, setParams } from '../../store/route'
import { CheckDetail } from './CheckDetail'
import { CheckList } from './CheckList'
import { MapTable } from './MapTable'

const verdicts = {
  conformant: { words: 'Conformant', look: 'passed' },
  nonconformant: { words: 'Not conformant', look: 'failed' },
  incomplete: { words: 'Not told', look: 'untold' },
} as const

/** All of a report: the verdict, what was found, where, and every check. */
export function ReportView({ report: r }: { report: Report }) {
  const verdict = verdicts[r.verdict] ?? verdicts.incomplete
  const counts = tally(r.checks)
  return (
    <>
      <header class={`verdict ${verdict.look}`}>
        <h1>
          <span aria-hidden="true">{lookOf(verdict.look).sign}</span> {verdict.words}
          {r.quick && <Tag>quick run</Tag>}
        </h1>
        {r.reason && <p>{r.reason}</p>}
        <p class="facts">
          <span>{r.api}</span>
          <span>{r.target}</span>
          <span>seed {r.seed}</span>
          <span>{r.started_at.slice(0, 19).replace('T', ' ')} UTC</span>
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

/** A likely cause: its simplest case whole, and the other checks that fail for it. */
function FindingView({ finding: f, report, open }: { finding: Finding; report: Report; open: boolean }) {
  const simplest = report.checks.find((c) => c.id === f.check)
  const others = f.checks.filter((id) => id !== f.check)
  return (
    <details class="finding" open={open}>
      <summary>
        <Tag kind={f.level === 'must' ? 'bad' : 'warn'}>{f.level}</Tag> <strong>{f.headline}</strong> <span class="quiet">{count(f.checks.length, 'check')}</span>
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
