import { render } from 'preact'
import { Shell } from './app/Shell'
import { followBodies } from './store/bodies'
import { start } from './store/live'
import { followIndex } from './store/served'
import { startTheme } from './store/theme'
import './styles/tokens.css'
import './styles/parts.css'
import './styles/shell.css'
import './styles/traffic.css'
import './styles/overview.css'
import './styles/conformance.css'
import './styles/contract.css'
import './styles/contract-lists.css'
import './styles/controls.css'
import './styles/events.css'
import './styles/drawing.css'
import './styles/run.css'

startTheme()
start()
followIndex()
followBodies()
const root = document.getElementById('app')
if (root) render(<Shell />, root)
