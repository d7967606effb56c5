import { useEffect, useMemo, useRef } from 'preact/hooks'
import { type Key, useKeys } from '../../app/keys'
import { useSettled } from '../../components/useSettled'
import { areFew, readControls } from '../../store/controls'
import { about, link } from '../../store/live'
import { namespace, param, setParams } from '../../store/route'
import { settled } from '../../store/traffic'
import { Behaviours } from './Behaviours'
import { Clock } from './Clock'
import { FaultForm } from './FaultForm'
import { Faults } from './Faults'
import { Namespaces } from './Namespaces'
import { Snapshots } from './Snapshots'
import { StartDialog } from './StartDialog'
import { World } from './World'

const often = 5000

/** Opens a dialog; all of what is open stands in the address. */
export const open = (dialog: string, more: Record<string, string> = {}) => setParams({ do: dialog, ...more })
export const close = () => setParams({ do: '', misbehave: '', variants: '', at: '' })

/** Has the mock be and do otherwise: its namespaces, data, time, failures and mistakes. */
export function Controls() {
  const keys = useMemo<Key[]>(
    () => [
      {
        key: '/',
        does: 'search misbehaviours and variants',
        run: () => document.querySelector<HTMLInputElement>('input[type=search]')?.focus(),
      },
      { key: 'n', does: 'make a namespace', run: () => open('make') },
      { key: 'r', does: 'reset this namespace', run: () => open('reset') },
      { key: 'f', does: 'add a fault', run: () => open('fault') },
      { key: 's', does: 'take a snapshot', run: () => document.querySelector<HTMLInputElement>('#snapshot-name')?.focus() },
    ],
    [],
  )
  useKeys(keys)
  const seldom = useSettled(settled.value, 1000)
  const of = `${namespace.value} ${about.value?.created_at} ${link.value}`
  const listed = useRef('') // the list of all namespaces may be long
  useEffect(() => {
    void readControls(listed.current !== of)
    listed.current = of
  }, [of, seldom])
  useEffect(() => {
    const timer = setInterval(() => document.hidden || void readControls(areFew()), often)
    return () => clearInterval(timer)
  }, [])
  const dialog = param('do')
  return (
    <div class="controls">
      <h1 class="hidden">Controls</h1>
      <Namespaces />
      {link.value === 'forgotten' ? (
        <p class="quiet">There is no {namespace.value}: it has no data, clock, faults or snapshots until it is made anew.</p>
      ) : (
        <Halves />
      )}
      {(dialog === 'make' || dialog === 'reset') && about.value && (
        <StartDialog key={dialog} inForce={about.value.options} make={dialog === 'make'} onClose={close} />
      )}
      {dialog === 'fault' && <FaultForm onClose={close} />}
    </div>
  )
}

/** What is of the namespace alone. */
function Halves() {
  return (
    <div class="halves">
      <div>
        <World />
        <Clock />
        <Snapshots />
      </div>
      <div>
        <Faults />
        <Behaviours />
      </div>
    </div>
  )
}
