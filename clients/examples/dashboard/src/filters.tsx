import type { Version } from './api/chatlayer'
import { lastDays, type Days } from './days'

/** What the form has in it. */
export interface Filter extends Days {
  version: Version
  event: string
  user: string
  campaign: string
  attributeKey: string
  attributeValue: string
}

export const firstFilter = (): Filter => ({
  ...lastDays(7),
  version: 'LIVE',
  event: '',
  user: '',
  campaign: '',
  attributeKey: '',
  attributeValue: '',
})

const texts = { event: 'Event', user: 'User', campaign: 'Campaign', attributeKey: 'Attribute', attributeValue: 'is' } as const

/** The form above the report. */
export function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  function submit(event: SubmitEvent) {
    event.preventDefault()
    onChange({ ...filter, ...(Object.fromEntries(new FormData(event.currentTarget as HTMLFormElement)) as Partial<Filter>) })
  }
  return (
    <form class="filters" onSubmit={submit} aria-label="Filter">
      <label>
        From
        <input type="date" name="from" defaultValue={filter.from} required />
      </label>
      <label>
        To
        <input type="date" name="to" defaultValue={filter.to} required />
      </label>
      <label>
        Version
        <select name="version" defaultValue={filter.version}>
          <option>LIVE</option>
          <option>DRAFT</option>
        </select>
      </label>
      {Object.entries(texts).map(([name, label]) => (
        <label key={name}>
          {label}
          <input name={name} defaultValue={filter[name as keyof typeof texts]} autocomplete="off" />
        </label>
      ))}
      <button type="submit">Show</button>
    </form>
  )
}
