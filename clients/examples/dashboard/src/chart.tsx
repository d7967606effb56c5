const short = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** A column for each day. */
export function DayChart({ days }: { days: { day: string; count: number }[] }) {
  const most = Math.max(1, ...days.map(({ count }) => count))
  const every = Math.ceil(days.length / 10) // so many days share a label
  return (
    <ol class="chart" aria-label="Events by day">
      {days.map(({ day, count }, i) => (
        <li key={day} aria-label={`${day}: ${count}`} title={`${day}: ${count}`}>
          <span class="bar" style={{ height: `${(count / most) * 9}rem` }}>
            {days.length <= 14 && <span>{count}</span>}
          </span>
          <span class="day">{i % every === 0 ? short.format(new Date(day)) : ''}</span>
        </li>
      ))}
    </ol>
  )
}
