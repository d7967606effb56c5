import { useMemo } from 'preact/hooks'
import { Icon, Tag } from '../../components/basics'
import { type Covered, type Item, coverage, kinds, servedHref, servedWords } from '../../store/coverage'
import { hrefOf, param, setParams } from '../../store/route'

const titles = { path: 'path', query: 'query', header: 'headers', body: 'body', page: 'pages', status: 'answers' } as const

/** Operations by their parts: what requests have used, and what no request has. */
export function CoverageMap({ api }: { api: string }) {
  const all = coverage.value.filter((c) => c.api === api)
  const words = param('q').toLowerCase().split(/\s+/).filter(Boolean)
  const left = param('left') !== ''
  const fits = (text: string) => words.every((word) => text.toLowerCase().includes(word))
  const shown = all
    .map((c) => ({ ...c, items: fits(c.operation) ? c.items : c.items.filter((i) => fits(`${c.operation} ${i.id}`)) }))
    .filter((c) => (fits(c.operation) || c.items.length > 0) && !(left && c.covered === c.items.length))
  const [covered, total] = all.reduce(([a, b], c) => [a + c.covered + Number(c.hits > 0), b + c.items.length + 1], [0, 0])
  return (
    <div class="contract-scroll" tabIndex={0} role="region" aria-label="Coverage">
      <div class="narrow-by">
        <p class="coverage-sum">
          <strong>{total ? `${((covered / total) * 100).toFixed(1)} %` : '–'}</strong> of what the document lists was used by requests:{' '}
          {covered.toLocaleString('en')} of {total.toLocaleString('en')}
        </p>
        <button type="button" class="chip" aria-pressed={left} onClick={() => setParams({ left: left ? '' : '1' })}>
          only what is left
        </button>
        <span class="legend">
          <i class="cell" /> not used
          <i class="cell used" /> used
          <i class="cell often" /> ten times or more
        </span>
      </div>
      <ul class="coverage">
        {shown.map((c) => (
          <Row key={c.operation} covered={c} open={param('op') === c.operation} left={left} />
        ))}
      </ul>
      {all.length > 0 && shown.length === 0 && <p class="nothing">Nothing fits.</p>}
    </div>
  )
}

const toneOf = (item: Item): string => (item.hits === 0 ? 'cell' : item.hits < 10 ? 'cell used' : 'cell often')

function Row({ covered: c, open, left }: { covered: Covered; open: boolean; left: boolean }) {
  const groups = useMemo(
    () => kinds.map((kind) => [kind, c.items.filter((i) => i.kind === kind)] as const).filter(([, items]) => items.length > 0),
    [c],
  )
  return (
    <li class={open ? 'open' : ''}>
      <button type="button" class="coverage-row" aria-expanded={open} onClick={() => setParams({ op: open ? '' : c.operation })}>
        <strong>{c.operation}</strong>
        <span class="quiet">{c.hits > 0 ? `${c.hits.toLocaleString('en')}×` : 'never'}</span>
        <span class="number">
          {c.covered}/{c.items.length}
        </span>
        <span class="cells">
          {groups.map(([kind, items]) => (
            <span key={kind} class="cell-group">
              <small>{titles[kind]}</small>
              <Cells items={items} />
            </span>
          ))}
        </span>
      </button>
      {open && (
        <div class="coverage-open">
          {groups.map(([kind, items]) => (
            <div key={kind}>
              <h2>{titles[kind]}</h2>
              <p>
                {items
                  .filter((i) => !left || i.hits === 0)
                  .map((i) => (
                    <Tag key={i.id} kind={i.hits > 0 ? 'good' : ''} title={i.hits > 0 ? `used ${i.hits} times` : 'not used'}>
                      {i.hits > 0 && <Icon name="check" />}
                      {i.name}
                      {i.hits > 0 && <span class="hidden"> used {i.hits} times</span>}
                    </Tag>
                  ))}
              </p>
            </div>
          ))}
          <p>
            <a href={hrefOf('contract', { api: c.api, op: c.operation })}>Read and try it</a> <a href={servedHref(c)}>{servedWords(c)}</a>
          </p>
        </div>
      )}
    </li>
  )
}

const perRow = 40
const size = 10

/** The parts of one kind, each a square; what they are called is there when the row is opened. */
function Cells({ items }: { items: readonly Item[] }) {
  const columns = Math.min(items.length, perRow)
  const rows = Math.ceil(items.length / perRow)
  return (
    <svg width={columns * size} height={rows * size} aria-hidden="true">
      {items.map((item, i) => (
        <rect
          key={item.id}
          class={toneOf(item)}
          x={(i % perRow) * size + 1}
          y={Math.floor(i / perRow) * size + 1}
          width={size - 2}
          height={size - 2}
          rx="1.500"
        >
          <title>{`${item.name}: ${item.hits > 0 ? `${item.hits}×` : 'not used'}`}</title>
        </rect>
      ))}
    </svg>
  )
}
