import { useEffect } from 'preact/hooks'
import { type Key, useKeys } from '../../app/keys'
import { useSettled } from '../../components/useSettled'
import { Search } from '../../components/Search'
import { readCoverage } from '../../store/coverage'
import { ownDocument } from '../../store/document'
import { about, ifThere } from '../../store/live'
import { hrefOf, param, params, setParams } from '../../store/route'
import { index } from '../../store/served'
import { total } from '../../store/traffic'
import { typedIn } from '../../store/trial'
import { CoverageMap } from './CoverageMap'
import { Operations } from './Operations'
import { Requirements } from './Requirements'
import { Rules } from './Rules'
import { Source } from './Source'

const views = {
  '': { title: 'Operations', hint: 'Search operations', of: Operations },
  requirements: { title: 'Requirements', hint: 'Search id, statement, choice, source', of: Requirements },
  coverage: { title: 'Coverage', hint: 'Search operations and parameters', of: CoverageMap },
  rules: { title: 'Rules', hint: 'Search rules', of: Rules },
  source: { title: 'Document', hint: '', of: Source },
} as const

type View = keyof typeof views

const keys: readonly Key[] = [
  { key: '/', does: 'search', run: () => document.querySelector<HTMLInputElement>('input[type=search]')?.focus() },
  { key: 'Escape', does: 'close what is open', run: close },
]

function close() {
  const active = document.activeElement
  if (active instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(active.tagName)) active.blur()
  else if (param('id')) setParams({ id: '' })
  else setParams({ op: '' })
}

/** Turns to another API, without what was typed for the one before. */
function turnTo(api: string) {
  const left = ['op', 'id', 'line', ...typedIn(params.value.keys())]
  setParams({ ...Object.fromEntries(left.map((name) => [name, ''])), api })
}

/** What the APIs are: to read, to try, and which of it was used. */
export function Contract() {
  useKeys(keys)
  const came = useSettled(total.value, 2000)
  useEffect(() => void ifThere(readCoverage), [about.value, came])
  const apis = [...(index.value?.apis ?? []).map((a) => ({ api: a.api, title: a.api })), { api: ownDocument, title: 'the mock’s own' }]
  const view: View = param('view') in views ? (param('view') as View) : ''
  const own = view === '' || view === 'source'
  const choices = apis.filter((a) => own || a.api !== ownDocument)
  const api = choices.find((a) => a.api === param('api'))?.api ?? choices[0]?.api ?? ''
  const shown = views[view]
  return (
    <div class="contract">
      <h1 class="hidden">Contract</h1>
      <div class="filters" role="search">
        <div class="views" role="group" aria-label="View">
          {(Object.keys(views) as View[]).map((name) => (
            <a key={name} href={hrefOf('contract', { api, view: name, q: param('q') })} aria-current={name === view ? 'page' : undefined}>
              {views[name].title}
            </a>
          ))}
        </div>
        {view !== 'rules' && (
          <div class="chips" role="group" aria-label="API">
            {choices.map((a) => (
              <button key={a.api} type="button" class="chip" aria-pressed={a.api === api} onClick={() => turnTo(a.api)}>
                {a.title}
              </button>
            ))}
          </div>
        )}
        {shown.hint && <Search hint={shown.hint} />}
      </div>
      {index.value && api && <shown.of key={`${view} ${api}`} api={api} />}
    </div>
  )
}
