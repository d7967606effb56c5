import { useState } from 'preact/hooks'
import { said } from '../../api/client'
import { type Key, useKeys } from '../../app/keys'
import { closeAll, current, earlier, named, openFiles, swap } from '../../store/reports'
import { setParams } from '../../store/route'
import { FileButton } from './FileButton'
import { Button, Icon } from '../../components/basics'
import { download } from '../../components/download'
import { note } from '../../store/notes'
import { inTheWay, ordered, run, running } from '../../store/run'
import { ComparisonView } from './ComparisonView'
import { ReportView } from './ReportView'
import { RunView } from './RunView'
import { Start } from './Start'

const keys: readonly Key[] = [
  { key: '/', does: 'search the checks', run: () => document.querySelector<HTMLInputElement>('input[type=search]')?.focus() },
  { key: 'Escape', does: 'close what is open', run: close },
]

function close() {
  const active = document.activeElement
  if (active instanceof HTMLInputElement) active.blur()
  else setParams({ check: '' })
}

/** What a run of the checks found: of a report that is opened, and beside an earlier one. Files can be dropped anywhere on it. */
export function Conformance() {
  useKeys(keys)
  const [over, setOver] = useState(false)
  const opened = current.value
  return (
    <div
      class={`conformance ${over ? 'over' : ''}`}
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        void openFiles(event.dataTransfer?.files ?? [])
      }}
    >
      {running.value && <RunView running={running.value} />}
      {running.value ? null : opened ? (
        <>
          <Bar />
          {earlier.value && <ComparisonView before={earlier.value} after={opened} />}
          <ReportView key={`${opened.name} ${opened.report.started_at}`} report={opened.report} />
        </>
      ) : (
        <Start />
      )}
    </div>
  )
}

async function again(sure = false): Promise<void> {
  const order = ordered.value
  if (!order) return
  const told = sure ? '' : await inTheWay(order).catch(() => '')
  if (told) note(told, 'warn', { label: 'Run all the same', run: () => void again(true) }, 'run')
  else await run(order).catch((error) => note(said(error), 'bad', undefined, 'run'))
}

function save(): void {
  const opened = current.value
  if (opened)
    download(
      `${opened.report.api}-${opened.report.started_at.slice(0, 19).replaceAll(':', '-')}.json`,
      JSON.stringify(opened.report, null, 2),
    )
}

/** What is open, and what can be done with it. */
function Bar() {
  const before = earlier.value
  return (
    <div class="report-bar">
      <strong>{current.value && named(current.value)}</strong>
      {before && (
        <span class="quiet">
          beside {named(before)}{' '}
          <Button kind="quiet" onClick={swap}>
            Swap
          </Button>
          <Button kind="quiet" onClick={() => (earlier.value = undefined)}>
            Alone
          </Button>
        </span>
      )}
      <span class="grow" />
      {ordered.value && <Button onClick={() => void again()}>Run again</Button>}
      <Button onClick={save}>Save</Button>
      <FileButton onFiles={(files) => void openFiles(files)}>Open…</FileButton>
      <FileButton onFiles={(files) => void openFiles(files, 'comparison')}>Compare with…</FileButton>
      <Button kind="quiet" onClick={closeAll} aria-label="Close the report" title="Close the report">
        <Icon name="close" />
      </Button>
    </div>
  )
}
