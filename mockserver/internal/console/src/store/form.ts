// Makes the fields of a form from the schema of a request's body.
import type { Document, Schema } from './document'

export type FormField = {
  pointer: string
  name: string
  kind: 'text' | 'time' | 'choice' | 'flag' | 'number' | 'pairs' | 'json' | 'group'
  says: string
  required: boolean
  options: string[]
  /** Of a group. */
  fields: FormField[]
}

export type Form = {
  /** The kinds of body that there are, each with the members that it has to have; one for most. */
  choices: { name: string; fixed: Record<string, unknown>; fields: FormField[] }[]
  examples: { name: string; value: Record<string, unknown> }[]
}

/** The form of an operation; undefined if the document has no such body. */
export function formOf(document: Document, operationId: string): Form | undefined {
  const content = document.operations.find((o) => o.id === operationId)?.body?.content['application/json']
  if (!content?.schema) return undefined
  const look = (s: Schema): Schema => document.resolve(s)
  const whole = look(content.schema)
  const tells = whole.discriminator?.propertyName ?? ''
  const choices = (whole.oneOf ?? [whole]).map((one) => {
    const schema = look(one)
    const value = schema.properties?.[tells] && look(schema.properties[tells]).enum?.[0]
    const fixed: Record<string, unknown> = value === undefined ? {} : { [tells]: value }
    return {
      name: String(value ?? ''),
      fixed,
      fields: fieldsOf(schema, look, '', 0).filter((f) => f.name !== tells || value === undefined),
    }
  })
  const examples = Object.entries(content.examples ?? {}).map(([name, e]) => ({
    name: e.summary ?? name,
    value: e.value as Record<string, unknown>,
  }))
  return { choices, examples }
}

const deepest = 3

function fieldsOf(schema: Schema, look: (s: Schema) => Schema, at: string, depth: number): FormField[] {
  const fields = Object.entries(schema.properties ?? {}).map(([name, ref]): FormField => {
    const s = look(ref)
    const pointer = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const kind = kindOf(s, look, depth)
    return {
      pointer,
      name,
      kind,
      says: (s.description ?? '').trim(),
      required: schema.required?.includes(name) ?? false,
      options: kind === 'choice' ? (s.enum ?? []).filter((v) => v !== null).map(String) : [],
      fields: kind === 'group' ? fieldsOf(s, look, pointer, depth + 1) : [],
    }
  })
  return [...fields.filter((f) => f.required), ...fields.filter((f) => !f.required)]
}

function kindOf(s: Schema, look: (s: Schema) => Schema, depth: number): FormField['kind'] {
  if (s.enum) return 'choice'
  if (s.type === 'string') return s.format === 'date-time' ? 'time' : 'text'
  if (s.type === 'boolean') return 'flag'
  if (s.type === 'integer' || s.type === 'number') return 'number'
  if (s.type !== 'object') return 'json'
  if (typeof s.additionalProperties === 'object' && look(s.additionalProperties).type === 'string' && !s.properties) return 'pairs'
  return s.properties && depth < deepest && !s.additionalProperties ? 'group' : 'json'
}

const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

export function valueAt(body: unknown, pointer: string): unknown {
  return stepsOf(pointer).reduce<unknown>(
    (here, step) => (typeof here === 'object' && here !== null ? (here as Record<string, unknown>)[step] : undefined),
    body,
  )
}

/** The body with another value somewhere; undefined takes it away, and objects that are empty then. */
export function withValue(body: Record<string, unknown>, pointer: string, value: unknown): Record<string, unknown> {
  const [step = '', ...rest] = stepsOf(pointer)
  const inner = body[step]
  const next =
    rest.length === 0
      ? value
      : withValue(
          (typeof inner === 'object' && inner !== null ? inner : {}) as Record<string, unknown>,
          `/${rest.map((s) => s.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
          value,
        )
  const gone = next === undefined || (rest.length > 0 && Object.keys(next as object).length === 0)
  const { [step]: _, ...others } = body
  return gone ? others : { ...body, [step]: next }
}

/** Whether a person has filled in nothing of a body: it has what each of its kind has, and no more. */
export const isBare = (body: Record<string, unknown>, fixed: Record<string, unknown>): boolean =>
  Object.keys(body).every((name) => name in fixed)
