// The screens that there are. A new one is a folder here and a line in this list.
import type { FunctionComponent } from 'preact'
import type { IconName } from '../components/basics'
import { Conformance } from './conformance/Conformance'
import { Contract } from './contract/Contract'
import { Controls } from './controls/Controls'
import { Events } from './events/Events'
import { Overview } from './overview/Overview'
import { Traffic } from './traffic/Traffic'

export type Screen = {
  /** What it is in the address; the first screen is at the bare address. */
  path: string
  title: string
  icon: IconName
  /** The key that leads there, behind g. */
  key: string
  /** It fills the window and scrolls within itself. */
  fills?: boolean
  component: FunctionComponent
}

export const screens: readonly Screen[] = [
  { path: '', title: 'Overview', icon: 'home', key: 'o', component: Overview },
  { path: 'traffic', title: 'Traffic', icon: 'traffic', key: 't', fills: true, component: Traffic },
  { path: 'events', title: 'Events', icon: 'list', key: 'e', fills: true, component: Events },
  { path: 'contract', title: 'Contract', icon: 'contract', key: 'c', fills: true, component: Contract },
  { path: 'controls', title: 'Controls', icon: 'sliders', key: 'k', component: Controls },
  { path: 'conformance', title: 'Conformance', icon: 'conformance', key: 'f', component: Conformance },
]
