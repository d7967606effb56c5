// The reports that the person has opened, or had made. They are in memory alone: a page that is loaded anew has none.
import { signal } from '@preact/signals'
import { said } from '../api/client'
import { note } from './notes'
import { type Report, readReport } from './report'

export type Opened = { name: string; report: Report }

/** The one that is looked at, and an earlier one to compare it with. */
export const current = signal<Opened | undefined>(undefined)
export const earlier = signal<Opened | undefined>(undefined)

/** Opens files: one is looked at, and of two the later run is compared with the earlier. */
export async function openFiles(files: Iterable<File>, into: 'current' | 'earlier' = 'current'): Promise<void> {
  const opened: Opened[] = []
  for (const file of files) {
    try {
      opened.push({ name: file.name, report: readReport(await file.text()) })
    } catch (error) {
      note(`${file.name}: ${said(error)}`, 'bad')
    }
  }
  opened.sort((a, b) => a.report.started_at.localeCompare(b.report.started_at))
  const [first, second] = opened
  if (second) {
    earlier.value = first
    current.value = second
  } else if (first && into === 'earlier') earlier.value = first
  else if (first) show(first)
}

/** Looks at a report. What was looked at before is what it is compared with, if it is of the same API. */
export function show(opened: Opened): void {
  const before = current.value
  if (before && before.report.api === opened.report.api) earlier.value = before
  else earlier.value = undefined
  current.value = opened
}

export function swap(): void {
  ;[current.value, earlier.value] = [earlier.value, current.value]
}

export function closeAll(): void {
  current.value = undefined
  earlier.value = undefined
}
