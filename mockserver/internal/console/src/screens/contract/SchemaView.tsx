import { useState } from 'preact/hooks'
import { Tag } from '../../components/basics'
import { Markdown } from '../../components/Markdown'
import { type Document, type Parameter, type Schema, boundsOf, nameOf, typeOf } from '../../store/document'

const openDepth = 1

/** The members of a value, to unfold; what is within is made when it is opened, for schemas may be within themselves. */
export function SchemaView({ schema, document, depth = 0 }: { schema: Schema; document: Document; depth?: number }) {
  const s = document.resolve(schema)
  const choices = s.oneOf ?? s.anyOf
  const inner = s.type === 'array' && s.items ? s.items : undefined
  const properties = Object.entries(s.properties ?? {})
  return (
    <div class="schema">
      {properties.length > 0 && (
        <ul>
          {properties.map(([name, member]) => (
            <Member
              key={name}
              name={name}
              schema={member}
              required={s.required?.includes(name) ?? false}
              document={document}
              depth={depth}
            />
          ))}
        </ul>
      )}
      {typeof s.additionalProperties === 'object' && (
        <ul>
          <Member name="any other name" schema={s.additionalProperties} required={false} document={document} depth={depth} />
        </ul>
      )}
      {s.allOf?.map((part, i) => (
        <SchemaView key={i} schema={part} document={document} depth={depth} />
      ))}
      {choices && <Choices choices={choices} document={document} depth={depth} />}
      {inner && <SchemaView schema={inner} document={document} depth={depth} />}
      {properties.length === 0 && !choices && !inner && !s.allOf && depth === 0 && <Facts schema={s} document={document} />}
    </div>
  )
}

function Choices({ choices, document, depth }: { choices: Schema[]; document: Document; depth: number }) {
  const [at, setAt] = useState(0)
  const chosen = choices[at]
  return (
    <>
      <div class="chips" role="group" aria-label="One of">
        <span class="quiet">one of</span>
        {choices.map((choice, i) => (
          <button key={i} type="button" class="chip small" aria-pressed={i === at} onClick={() => setAt(i)}>
            {nameOf(choice) || typeOf(choice, document)}
          </button>
        ))}
      </div>
      {chosen && (
        <>
          <Facts schema={document.resolve(chosen)} document={document} />
          <SchemaView key={at} schema={chosen} document={document} depth={depth + 1} />
        </>
      )}
    </>
  )
}

/** Whether there is something within a value that is worth to be unfolded. */
function hasInner(schema: Schema, document: Document): boolean {
  const s = document.resolve(schema)
  if (s.type === 'array' && s.items) return hasInner(s.items, document)
  return Boolean(s.properties || s.oneOf || s.anyOf || s.allOf || typeof s.additionalProperties === 'object')
}

type MemberProps = { name: string; schema: Schema; required: boolean; document: Document; depth: number }

function Member({ name, schema, required, document, depth }: MemberProps) {
  const inner = hasInner(schema, document)
  const [open, setOpen] = useState(inner && depth < openDepth)
  const s = document.resolve(schema)
  return (
    <li>
      <div class="member">
        {inner && (
          <button type="button" class="twist" aria-expanded={open} aria-label={`Members of ${name}`} onClick={() => setOpen(!open)} />
        )}
        <code class="member-name">{name}</code>
        <span class="type">{typeOf(schema, document)}</span>
        {required && <Tag kind="warn">required</Tag>}
      </div>
      <Facts schema={{ ...s, description: schema.description ?? s.description }} document={document} />
      {open && <SchemaView schema={schema} document={document} depth={depth + 1} />}
    </li>
  )
}

/** What is said of a value beside its type. */
function Facts({ schema: s, document }: { schema: Schema; document: Document }) {
  const items = s.type === 'array' && s.items ? document.resolve(s.items) : undefined
  const values = s.enum ?? items?.enum
  const bounds = [...boundsOf(s), ...(items ? boundsOf(items) : [])]
  return (
    <div class="said-of">
      {s.description && <Markdown text={s.description} />}
      {bounds.length > 0 && <p class="quiet">{bounds.join(', ')}</p>}
      {values && (
        <p class="values">
          {values.map((value) => (
            <code key={String(value)}>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
          ))}
        </p>
      )}
    </div>
  )
}

/** The parameters of an operation. */
export function Parameters({ parameters, document }: { parameters: readonly Parameter[]; document: Document }) {
  return (
    <ul class="schema">
      {parameters.map((p) => (
        <li key={`${p.in} ${p.name}`}>
          <div class="member">
            <code class="member-name">{p.name}</code>
            <span class="type">{typeOf(p.schema ?? {}, document)}</span>
            <Tag>{p.in}</Tag>
            {p.required && <Tag kind="warn">required</Tag>}
          </div>
          <Facts schema={{ ...document.resolve(p.schema ?? {}), description: p.description ?? '' }} document={document} />
        </li>
      ))}
    </ul>
  )
}
