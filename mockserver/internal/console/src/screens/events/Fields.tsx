import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { ViolationCard, anchorOf } from '../../components/ViolationCard'
import { clock, readClock, timeOf } from '../../store/controls'
import { Button } from '../../components/basics'
import { pairsOf } from '../../store/faultDraft'
import type { Violation } from '../../store/row'
import { type FormField, valueAt, withValue } from '../../store/form'

type Body = Record<string, unknown>
type Props = { fields: readonly FormField[]; body: Body; onChange: (body: Body) => void; violations: readonly Violation[] }

/** The members of a body to fill in, with what they break beside them. */
export function Fields({ fields, body, onChange, violations }: Props) {
  const plain = fields.filter((f) => f.kind !== 'group')
  return (
    <>
      <div class="fields">
        {plain.map((field) => {
          const here = violations.filter(
            (v) => v.in === 'body' && (v.pointer === field.pointer || v.pointer.startsWith(`${field.pointer}/`)),
          )
          return (
            <div key={field.pointer} class={here.length > 0 || field.kind === 'pairs' || field.kind === 'json' ? 'whole' : ''}>
              <Field
                field={field}
                value={valueAt(body, field.pointer)}
                onChange={(value) => onChange(withValue(body, field.pointer, value))}
                wrong={here.length > 0}
              />
              {here.map((v) => (
                <ViolationCard key={anchorOf(v)} violation={v} />
              ))}
            </div>
          )
        })}
      </div>
      {fields
        .filter((f) => f.kind === 'group')
        .map((field) => (
          <details
            key={field.pointer}
            class="group"
            open={valueAt(body, field.pointer) !== undefined || violations.some((v) => v.pointer.startsWith(field.pointer))}
          >
            <summary title={field.says}>{field.name}</summary>
            <Fields fields={field.fields} body={body} onChange={onChange} violations={violations} />
          </details>
        ))}
    </>
  )
}

type FieldProps = { field: FormField; value: unknown; onChange: (value: unknown) => void; wrong: boolean }

const shown = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value))

function Field({ field, value, onChange, wrong }: FieldProps) {
  const name = `${field.name}${field.required ? ' *' : ''}`
  const given = (text: string) => onChange(text === '' ? undefined : text)
  const common = { 'aria-invalid': wrong || undefined, title: field.says, autocomplete: 'off', spellcheck: false }
  switch (field.kind) {
    case 'choice':
      return (
        <label>
          {name}
          <select value={shown(value)} title={field.says} onChange={(event) => given(event.currentTarget.value)}>
            <option value="">not sent</option>
            {field.options.map((o) => (
              <option key={o}>{o}</option>
            ))}
          </select>
        </label>
      )
    case 'flag':
      return (
        <label class="check">
          <input
            type="checkbox"
            checked={value === true}
            title={field.says}
            onChange={(event) => onChange(event.currentTarget.checked || undefined)}
          />
          {name}
        </label>
      )
    case 'pairs':
    case 'json':
      return <Written field={field} value={value} onChange={onChange} name={name} />
    case 'time':
      return <Time name={name} value={shown(value)} common={common} onChange={given} />
    default:
      return (
        <label>
          {name}
          <input
            type="text"
            {...common}
            value={shown(value)}
            onInput={(event) => {
              const text = event.currentTarget.value
              if (field.kind === 'number' && text !== '' && !Number.isNaN(Number(text))) onChange(Number(text))
              else given(text)
            }}
          />
        </label>
      )
  }
}

type TimeProps = { name: string; value: string; common: JSX.HTMLAttributes<HTMLInputElement>; onChange: (text: string) => void }

/** A time to type, or that of the mock's clock. */
function Time({ name, value, common, onChange }: TimeProps) {
  const now = async () => {
    await readClock()
    if (clock.value) onChange(new Date(timeOf(clock.value, performance.now())).toISOString())
  }
  return (
    <div class="time">
      <label>
        {name}
        <input
          type="text"
          placeholder="when it is received"
          {...common}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      </label>
      <Button kind="quiet" title="The time of the mock's clock" onClick={() => void now()}>
        Now
      </Button>
    </div>
  )
}

const linesOf = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([n, v]) => `${n}=${typeof v === 'string' ? v : JSON.stringify(v)}`)
        .join('\n')
    : ''

/** Names with values, one a line, or JSON. It keeps what is typed as long as that means the same. */
function Written({ field, value, onChange, name }: Omit<FieldProps, 'wrong'> & { name: string }) {
  const pairs = field.kind === 'pairs'
  const read = (text: string): unknown => {
    if (pairs) return pairsOf(text, '=')
    if (text.trim() === '') return undefined
    try {
      return JSON.parse(text)
    } catch {
      return text
    }
  }
  const [text, setText] = useState('')
  const same = JSON.stringify(read(text)) === JSON.stringify(value)
  const told = same ? text : pairs ? linesOf(value) : value === undefined ? '' : JSON.stringify(value, null, 2)
  return (
    <label>
      {name} <span class="quiet">{pairs ? 'name=value, one a line' : 'as JSON'}</span>
      <textarea
        rows={Math.min(8, Math.max(2, told.split('\n').length))}
        value={told}
        title={field.says}
        spellcheck={false}
        onInput={(event) => {
          setText(event.currentTarget.value)
          onChange(read(event.currentTarget.value))
        }}
      />
    </label>
  )
}
