import { useEffect, useRef, useState } from 'preact/hooks'
import { count } from '../../components/words'
import type { Row } from '../../store/row'

const seconds = 60

/** How many requests came in each of the latest seconds, by the time of the page, since that of the mock may stand still. */
export function Pulse({ rows, total }: { rows: readonly Row[]; total: number }) {
  const [counts, setCounts] = useState<readonly number[]>(() => new Array<number>(seconds).fill(0))
  const now = useRef(total)
  const before = useRef(total)
  now.current = total
  useEffect(() => {
    const timer = setInterval(() => {
      const came = Math.max(0, now.current - before.current)
      before.current = now.current
      setCounts((was) => [...was.slice(1), came])
    }, 1000)
    return () => clearInterval(timer)
  }, [])
  const most = Math.max(4, ...counts)
  const broken = rows.filter((r) => r.violations.some((v) => !v.on_purpose)).length
  const failed = rows.filter((r) => r.status === 0 || r.status >= 400).length
  const of = rows.length < total ? `of the ${count(rows.length, 'request')} that the page has` : ''
  return (
    <div class="pulse">
      <svg
        viewBox={`0 0 ${seconds} 20`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${counts.at(-1) ?? 0} requests in the latest second`}
      >
        {counts.map((n, i) => (
          <rect key={i} x={i + 0.1} width={0.8} y={20 - Math.max(0.4, (n / most) * 20)} height={Math.max(0.4, (n / most) * 20)} />
        ))}
      </svg>
      <dl>
        <div>
          <dt>Requests</dt>
          <dd>{total.toLocaleString('en')}</dd>
        </div>
        <div>
          <dt>Refused or failed</dt>
          <dd title={of}>{failed.toLocaleString('en')}</dd>
        </div>
        <div>
          <dt>Broke the contract</dt>
          <dd title={of}>{broken.toLocaleString('en')}</dd>
        </div>
      </dl>
      {of && <p class="quiet">What was refused, and what broke the contract, is counted {of}.</p>}
    </div>
  )
}
