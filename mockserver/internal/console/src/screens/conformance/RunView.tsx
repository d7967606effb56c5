import { Button, Icon, Section } from '../../components/basics'
import { count, duration } from '../../components/words'
import { lookOf, states } from '../../store/report'
import { type Running, type Result, stopRun } from '../../store/run'

const lookFor = (r: Result) =>
  r.outcome === 'fail'
    ? r.level === 'should'
      ? 'shouldFails'
      : 'failed'
    : r.level === 'info'
      ? 'seen'
      : r.outcome === 'pass'
        ? 'passed'
        : 'untold'

/** A run that goes on, with what it has found so far. */
export function RunView({ running: { order, progress: p, results } }: { running: Running }) {
  const counts = new Map<string, number>()
  for (const r of results) counts.set(lookFor(r), (counts.get(lookFor(r)) ?? 0) + 1)
  const found = results.filter((r) => r.outcome !== 'pass').reverse()
  return (
    <Section
      title={`Judging ${order.target ?? 'this mock'} by ${order.api}`}
      aside={
        <Button kind="danger" onClick={stopRun}>
          <Icon name="close" />
          Stop
        </Button>
      }
    >
      <h1 class="hidden">Conformance, while checks run</h1>
      <div class="run">
        <p role="status">
          {p.what} {p.total > 0 && `${p.done} of ${p.total}`}
          <span class="quiet">
            {' '}
            {duration(p.elapsed_ms)}
            {p.left_ms > 0 && `, about ${duration(p.left_ms)} left`}
          </span>
        </p>
        <progress aria-label="How far the run is" max={1} value={p.total > 0 ? p.done / p.total : undefined} />
        <p class="changes">
          {states
            .filter(({ state }) => counts.get(state))
            .map(({ state, word }) => (
              <span key={state} class={`change ${state}`}>
                <strong>{counts.get(state)}</strong> {word}
              </span>
            ))}
          {results.length === 0 && <span class="change">{count(0, 'check')} done</span>}
        </p>
        <ul class="change-list">
          {found.map((r) => {
            const look = lookOf(lookFor(r))
            return (
              <li key={r.id}>
                <span class={`outcome ${look.state}`}>
                  <span aria-hidden="true">{look.sign}</span> {look.word}
                </span>
                <code>{r.id}</code>
                <span class="quiet">{r.message || r.title}</span>
              </li>
            )
          })}
        </ul>
      </div>
    </Section>
  )
}
