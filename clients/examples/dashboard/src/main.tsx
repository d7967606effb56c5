import { render } from 'preact'
import { apisOf, type Config } from './config'
import { HelpDesk } from './help-desk'
import { Report } from './report'
import { trackView } from './usage'

function start(config: Config, root: HTMLElement) {
  const { chatlayer, inkeep } = apisOf(config)
  render(
    <main>
      <header>
        <h1>Conversations</h1>
        <p>
          Bot <b>{config.chatlayer.bot}</b>
        </p>
      </header>
      <Report api={chatlayer} bot={config.chatlayer.bot} />
      <HelpDesk api={inkeep} user={config.user} />
    </main>,
    root,
  )
  void trackView(chatlayer, config.chatlayer.usageBot, config.user, 'conversations')
}

const root = document.querySelector<HTMLElement>('#app')
if (window.dashboard && root) start(window.dashboard, root)
else document.body.textContent = 'config.js is missing.'
