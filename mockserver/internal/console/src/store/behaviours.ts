// Finding one of the many ways in which the mock can differ.
import type { Schemas } from '../api/client'

export type Behaviour = {
  kind: 'misbehaviour' | 'variant'
  name: string
  summary: string
  area: string
  /** How easily tests notice it; 0 if there is no need to. */
  difficulty: number
  /** The statements of the contract that it breaks, or that can be held against it. */
  statements: readonly string[]
  /** What a test can look at. */
  advice: string
}

export const noticed = ['', 'any test notices', 'most tests notice', 'a test of just this notices', 'only a thorough test notices'] as const

export function behavioursOf(list: Schemas['OptionList']): Behaviour[] {
  const advice = new Map(list.areas.map((a) => [a.name, a.advice]))
  return [
    ...list.misbehaviours.map((m) => ({
      kind: 'misbehaviour' as const,
      name: m.name,
      summary: m.summary,
      area: m.area,
      difficulty: m.difficulty,
      statements: m.requirements,
      advice: advice.get(m.area) ?? '',
    })),
    ...list.variants.map((v) => ({
      kind: 'variant' as const,
      name: v.name,
      summary: v.summary,
      area: v.name.replace(/\..*/, ''),
      difficulty: 0,
      statements: v.against,
      advice: '',
    })),
  ]
}

/** Those that have every word of a text, and are of a kind and an area if one is given; those whose name has it come first. */
export function findBehaviours(all: readonly Behaviour[], kind: string, area: string, text: string): Behaviour[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = all.filter((b) => {
    const told = `${b.name} ${b.summary} ${b.area} ${b.statements.join(' ')}`.toLowerCase()
    return b.kind === kind && (!area || b.area === area) && words.every((word) => told.includes(word))
  })
  const named = (b: Behaviour) => words.length > 0 && words.every((word) => b.name.includes(word))
  return [...found.filter(named), ...found.filter((b) => !named(b))]
}
