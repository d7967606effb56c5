// The reports that the person has opened, or had made. They are in memory alone: a page that is loaded anew has none.
import { signal } from '@preact/signals'
import { said } from '../api/client'
import { note } from './notes'
import { readReport } from './readReport'
import { type Report, begun } from './report'

export type Opened = { name: string; report: Report }

/** The one that is looked at, and an earlier one to compare it with. */
export const current = signal<Opened | undefined>(undefined)
export const earlier = signal<Opened | undefined>(undefined)

/** What a report is called, with when its run began. */
export const named = ({ name, report }: Opened): string => `${name} of ${begun(report)}`

const inOrder = (all: readonly Opened[]) => all.toSorted((a, b) => Date.parse(a.report.started_at) - Date.parse(b.report.started_at))

/**
 * Opens files, of which the latest runs count. Of two reports the later is looked at and compared with the earlier, be that a file, too, or
 * what was looked at before: if that is of the same API, or if it is what files are opened to be compared with.
 */
export async function openFiles(files: Iterable<File>, into: 'current' | 'comparison' = 'current'): Promise<void> {
  const opened: Opened[] = []
  for (const file of files) {
    try {
      opened.push({ name: file.name, report: readReport(await file.text()) })
    } catch (error) {
      note(`${file.name}: ${said(error)}`, 'bad')
    }
  }
  const taken = inOrder(opened).slice(into === 'comparison' && current.value ? -1 : -2)
  if (taken.length < opened.length) {
    const which = taken.length > 1 ? 'the two latest are' : 'the latest is'
    note(`Of ${opened.length} reports ${which} taken: ${taken.map((o) => `${o.name}, ${begun(o.report)}`).join('; ')}.`, 'warn')
  }
  const [first, second] = taken
  if (second) {
    earlier.value = first
    current.value = second
  } else if (first) show(first, into === 'comparison')
}

/** Looks at a report, beside what was looked at before if that is of the same API or is to be compared. */
export function show(opened: Opened, compared = false): void {
  const before = current.value
  const shown = before && (compared || before.report.api === opened.report.api) ? inOrder([before, opened]) : [opened]
  current.value = shown.at(-1)
  earlier.value = shown.at(-2)
}

export function swap(): void {
  ;[current.value, earlier.value] = [earlier.value, current.value]
}

export function closeAll(): void {
  current.value = undefined
  earlier.value = undefined
}
