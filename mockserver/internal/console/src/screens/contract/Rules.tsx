import { useEffect } from 'preact/hooks'
import { ask } from '../../api/client'
import { count } from '../../components/words'
import { useLoaded } from '../../store/exchanges'
import { hrefOf, param, setParams } from '../../store/route'

/** The rules that violations name: why each is, how to mend what breaks it, and an example. */
export function Rules() {
  const loaded = useLoaded('rules', () => ask('get', '/__understudy/rules'))
  const chosen = param('rule')
  useEffect(() => document.getElementById(`rule-${chosen}`)?.scrollIntoView({ block: 'start' }), [chosen, loaded.value])
  if (!loaded.value) return <p class={loaded.error ? 'nothing wrong' : 'nothing'}>{loaded.error ?? 'Reading…'}</p>
  const words = param('q').toLowerCase().split(/\s+/).filter(Boolean)
  const shown = loaded.value.rules.filter((r) => words.every((word) => `${r.id} ${r.title} ${r.why} ${r.fix}`.toLowerCase().includes(word)))
  return (
    <div class="contract-scroll" tabIndex={0} role="region" aria-label="Rules">
      <p class="quiet rules-sum">{count(shown.length, 'rule')}. A violation names the rule that it breaks.</p>
      <ul class="rules">
        {shown.map((r) => (
          <li key={r.id} id={`rule-${r.id}`}>
            <details open={r.id === chosen} onToggle={(event) => toggled(r.id, event.currentTarget.open)}>
              <summary>
                <code>{r.id}</code> {r.title}
              </summary>
              <div class="rule">
                <p>{r.why}</p>
                <p>
                  <strong>Fix:</strong> {r.fix}
                </p>
                {r.no_example && <p class="quiet">{r.no_example}</p>}
                {r.example && (
                  <div class="two">
                    <figure>
                      <figcaption class="wrong">Wrong</figcaption>
                      <pre tabIndex={0}>{r.example.wrong}</pre>
                    </figure>
                    <figure>
                      <figcaption class="right">Right</figcaption>
                      <pre tabIndex={0}>{r.example.right}</pre>
                    </figure>
                  </div>
                )}
                <a href={hrefOf('traffic', { violation: r.id })}>Requests that broke it</a>
              </div>
            </details>
          </li>
        ))}
      </ul>
    </div>
  )
}

function toggled(id: string, open: boolean): void {
  if (open && param('rule') !== id) setParams({ rule: id }, { replace: true })
  if (!open && param('rule') === id) setParams({ rule: '' }, { replace: true })
}
