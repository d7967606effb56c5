import type { Schemas } from '../../api/client'
import { Button, Icon } from '../../components/basics'
import type { OptionsDraft } from '../../store/options'

type Props = { draft: OptionsDraft; set: (change: Partial<OptionsDraft>) => void; options: Schemas['OptionList'] | undefined }

/** What a namespace can be made with. */
export function OptionFields({ draft, set, options }: Props) {
  const summary = options?.scenarios.find((s) => s.name === draft.scenario)?.summary
  const mistake = options?.misbehaviours.find((m) => m.name === draft.misbehave)?.summary
  return (
    <div class="fields">
      <label>
        Scenario
        <select value={draft.scenario} onChange={(event) => set({ scenario: event.currentTarget.value })}>
          {(options?.scenarios ?? [{ name: draft.scenario }]).map((s) => (
            <option key={s.name}>{s.name}</option>
          ))}
        </select>
        {summary && <small>{summary}</small>}
      </label>
      <Field label="Seed" type="number" value={draft.seed} onInput={(seed) => set({ seed })} />
      <Field label="Events a bot" type="number" value={draft.events} onInput={(events) => set({ events })} />
      <Field label="Clock: real, or an instant" placeholder="2026-01-15T10:00:00Z" value={draft.now} onInput={(now) => set({ now })} />
      <label>
        Credentials
        <select value={draft.auth} onChange={(event) => set({ auth: event.currentTarget.value })}>
          <option value="strict">only the configured ones</option>
          <option value="any">any that are well formed</option>
          <option value="off">none are asked for</option>
        </select>
      </label>
      <label class="check">
        <input type="checkbox" checked={draft.strict} onChange={(event) => set({ strict: event.currentTarget.checked })} />
        Refuse what is advisory, too
      </label>
      <label class="whole">
        Misbehaviour
        <input
          type="text"
          list="misbehaviours"
          placeholder="none"
          value={draft.misbehave}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => set({ misbehave: event.currentTarget.value })}
        />
        {mistake && <small>{mistake}</small>}
      </label>
      <datalist id="misbehaviours">
        {options?.misbehaviours.map((m) => (
          <option key={m.name} value={m.name} />
        ))}
      </datalist>
      <Variants draft={draft} set={set} options={options} />
    </div>
  )
}

/** The variants, of which there may be several. */
function Variants({ draft, set, options }: Props) {
  const add = (name: string) => set({ variants: [...draft.variants, name] })
  return (
    <div class="whole">
      <label>
        Variants
        <input
          type="text"
          list="variants"
          placeholder={draft.variants.length > 0 ? 'one more' : 'none'}
          autocomplete="off"
          spellcheck={false}
          onChange={(event) => {
            const name = event.currentTarget.value.trim()
            if (name && !draft.variants.includes(name)) add(name)
            event.currentTarget.value = ''
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !event.currentTarget.value) return
            event.preventDefault() // it adds the variant, and does not send the form
            event.currentTarget.blur()
          }}
        />
      </label>
      <datalist id="variants">
        {options?.variants.map((v) => (
          <option key={v.name} value={v.name} />
        ))}
      </datalist>
      <div class="chips chosen-variants">
        {draft.variants.map((name) => (
          <Button
            key={name}
            kind="quiet"
            aria-label={`Without ${name}`}
            onClick={() => set({ variants: draft.variants.filter((v) => v !== name) })}
          >
            {name}
            <Icon name="close" />
          </Button>
        ))}
      </div>
    </div>
  )
}

function Field({
  label,
  value,
  type = 'text',
  placeholder,
  onInput,
}: {
  label: string
  value: string
  type?: string
  placeholder?: string
  onInput: (value: string) => void
}) {
  return (
    <label>
      {label}
      <input
        type={type}
        value={value}
        placeholder={placeholder ?? 'as the mock was started'}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </label>
  )
}
