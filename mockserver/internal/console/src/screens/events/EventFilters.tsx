import { useEffect, useState } from 'preact/hooks'
import { type Question, targetOf } from '../../api/apis'
import { Button, CopyButton, Icon, Status } from '../../components/basics'
import { Fold } from '../../components/Fold'
import { duration } from '../../components/words'
import { type FilterField, type View, type ViewName, views } from '../../store/eventViews'
import { clientURL } from '../../store/live'
import { hrefOf, param, setParams } from '../../store/route'
import { all } from '../../store/traffic'
import { apiOf } from '../../store/served'
import { snippet } from '../traffic/snippets'
import { type Shown, given, readAgain } from './Events'
import { another, credentialFor, schemeOf, typed } from './credentials'

type Props = {
  view: View
  name: ViewName
  question: Question
  shown: Shown
  /** There is little room, as something is shown beside it. */ tight: boolean
}

const nothing = { page: '', id: '' }
const noFilters = Object.fromEntries(
  ['from', 'to', ...Object.values(views).flatMap((v) => v.filters.map((f) => f.name))].map((name) => [name, '']),
)

/** What is asked for, in the words of the API, and the request that it makes. */
export function EventFilters({ view, name, question, shown, tight }: Props) {
  const set = view.filters.filter((f) => param(f.name)).length + (view.timed ? ['from', 'to'].filter((name) => param(name)).length : 0)
  return (
    <div class="asking" role="search">
      <div class="filter-row">
        <select
          aria-label="What"
          value={name}
          onChange={(event) => setParams({ ...noFilters, ...nothing, of: '', as: '', view: event.currentTarget.value })}
        >
          {Object.entries(views).map(([value, v]) => (
            <option key={value} value={value}>
              {v.title}
            </option>
          ))}
        </select>
        <Fold set={set} tight={tight}>
          {view.of && (
            <Box field={{ name: 'of', label: view.of === 'bot' ? 'Bot' : 'Team', placeholder: given('of') }} known={knownBots(view.of)} />
          )}
          <As api={view.api} />
          {view.timed && <Box field={{ name: 'from', label: 'From', placeholder: given('from') || 'the first' }} />}
          {view.timed && <Box field={{ name: 'to', label: 'Before', placeholder: 'the end' }} />}
          {view.filters.map((field) =>
            field.options ? (
              <Choice key={field.name} field={field} options={field.options} />
            ) : (
              <Box key={`${name} ${field.name}`} field={field} />
            ),
          )}
          {set > 0 && (
            <Button kind="quiet" onClick={() => setParams({ ...noFilters, ...nothing })}>
              Clear filters
            </Button>
          )}
        </Fold>
      </div>
      <Asked view={view} question={question} shown={shown} />
    </div>
  )
}

/** Bots that the traffic names. */
function knownBots(of: 'bot' | 'team'): string[] {
  const found = all
    .peek()
    .slice(-2000)
    .map((row) => new RegExp(`^/v1/${of}s/([^/]+)/`).exec(row.path)?.[1] ?? '')
  return [...new Set([given('of'), ...found])].filter(Boolean).slice(0, 30)
}

/** The request as it was sent, with what came of it. */
function Asked({ view, question, shown }: Pick<Props, 'view' | 'question' | 'shown'>) {
  const credential = credentialFor(view.api)
  const request = {
    method: question.method,
    url: clientURL() + targetOf(question),
    credential,
    scheme: credential ? schemeOf(view.api) : ('' as const),
    cut: false,
    headers: question.body === undefined ? [] : [['Content-Type', 'application/json'] as [string, string]],
    body: question.body,
  }
  const answered = shown.value?.answered
  return (
    <p class="asked">
      {answered && (
        <a
          href={hrefOf('traffic', { id: answered.id })}
          title="See it whole. It stands in no list of the traffic, meets no fault and counts nowhere: looking changes nothing"
        >
          <Status status={answered.status} />
        </a>
      )}
      <code title={question.body}>
        <b>{question.method}</b> {decodeURIComponent(targetOf(question).replaceAll('+', ' '))}
        {question.body && question.body !== '{}' && ` ${question.body}`}
      </code>
      {answered && <span class="quiet">{duration(answered.took)}</span>}
      <CopyButton text={snippet('curl', request)} what="the request as curl" label="curl" />
      <Button kind="quiet" onClick={readAgain} title="Read again (r)" aria-label="Read again">
        <Icon name="replay" />
      </Button>
      <Button kind="main" onClick={() => setParams({ do: 'write' })} title="Write one (w)">
        <Icon name="plus" />
        Write
      </Button>
    </p>
  )
}

/** A filter, which is asked for when it is done. */
function Box({ field, known = [] }: { field: FilterField; known?: readonly string[] }) {
  const value = param(field.name)
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const done = () => text.trim() !== value && setParams({ ...nothing, [field.name]: text.trim() })
  const id = `filter-${field.name}`
  return (
    <label class={`box box-${field.name} ${value ? 'chosen' : ''}`}>
      <span>{field.label}</span>
      <input
        type="text"
        list={known.length > 0 ? id : undefined}
        placeholder={field.placeholder ?? 'any'}
        value={text}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => setText(event.currentTarget.value)}
        onBlur={done}
        onKeyDown={(event) => event.key === 'Enter' && done()}
      />
      {known.length > 0 && (
        <datalist id={id}>
          {known.map((k) => (
            <option key={k} value={k} />
          ))}
        </datalist>
      )}
    </label>
  )
}

function Choice({ field, options }: { field: FilterField; options: readonly string[] }) {
  return (
    <label class="box">
      <span>{field.label}</span>
      <select
        value={param(field.name) || options[0]}
        onChange={(event) => setParams({ ...nothing, [field.name]: event.currentTarget.value })}
      >
        {options.map((o) => (
          <option key={o} value={o}>
            {o || 'anything'}
          </option>
        ))}
      </select>
    </label>
  )
}

/** With which credentials. */
function As({ api }: { api: string }) {
  const served = apiOf(api)
  const [text, setText] = useState(typed.value[api] ?? '')
  if (!served || served.authentication === 'none') return null
  const own = param('as') === another || served.credentials.length === 0
  const done = () => (typed.value = { ...typed.value, [api]: text.trim() })
  return (
    <>
      {served.credentials.length > 0 && (
        <label class="box">
          <span>As</span>
          <select value={own ? another : credentialFor(api)} onChange={(event) => setParams({ ...nothing, as: event.currentTarget.value })}>
            {served.credentials.map((c) => (
              <option key={c}>{c}</option>
            ))}
            <option value={another}>another…</option>
          </select>
        </label>
      )}
      {own && (
        <label class="box">
          <span>Credential</span>
          <input
            type="text"
            placeholder={served.authentication === 'Basic' ? 'ID:SECRET' : 'KEY'}
            value={text}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => setText(event.currentTarget.value)}
            onBlur={done}
            onKeyDown={(event) => event.key === 'Enter' && done()}
          />
        </label>
      )}
    </>
  )
}
