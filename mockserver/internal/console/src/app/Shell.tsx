import { useEffect, useMemo } from 'preact/hooks'
import { signal } from '@preact/signals'
import { gone, tokenWanted } from '../api/client'
import { Boundary } from '../components/Boundary'
import { Button, Icon } from '../components/basics'
import { screens } from '../screens'
import { link, paused } from '../store/live'
import { go, hrefOf, namespace, screen } from '../store/route'
import { nextTheme, theme } from '../store/theme'
import { all } from '../store/traffic'
import { Gone } from './Gone'
import { Help } from './Help'
import { type Key, onKey, useKeys } from './keys'
import { LinkState } from './LinkState'
import { NamespaceMenu } from './NamespaceMenu'
import { Notes } from './Notes'
import { TokenPrompt } from './TokenPrompt'

const helping = signal(false)

/** That of the page, which has it in itself: to ask for a file would make a namespace that was forgotten anew. */
const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')?.href

const themes = { system: 'auto', light: 'sun', dark: 'moon' } as const

/** All that is around a screen. */
export function Shell() {
  const here = screens.find((s) => s.path === screen.value) ?? screens[0]
  const own = useMemo<Key[]>(
    () => [
      ...screens.map((s) => ({ key: `g ${s.key}`, does: `go to ${s.title}`, run: () => go(hrefOf(s.path)) })),
      { key: '?', does: 'this help', run: () => (helping.value = true) },
    ],
    [],
  )
  useKeys(own)
  useEffect(() => {
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  useEffect(() => {
    document.title = `${here?.title} – ${namespace.value === 'default' ? '' : `${namespace.value} – `}Understudy`
  }, [here, namespace.value])
  if (!here) return null
  return (
    <div class={`shell ${here.fills ? 'fills' : ''}`}>
      <a class="skip" href={`#main`} onClick={(event) => (event.preventDefault(), document.getElementById('main')?.focus())}>
        Skip to the content
      </a>
      <header class="bar">
        <a class="brand" href={hrefOf('')} aria-label="Understudy">
          <img src={icon} alt="" width="22" height="22" />
          <span>Understudy</span>
        </a>
        <nav aria-label="Screens">
          {screens.map((s) => (
            <a key={s.path} href={hrefOf(s.path)} aria-current={s === here ? 'page' : undefined} title={s.title}>
              <Icon name={s.icon} />
              <span>{s.title}</span>
            </a>
          ))}
        </nav>
        <span class="grow" />
        <Live />
        <NamespaceMenu />
        <Button kind="quiet" onClick={nextTheme} aria-label={`Theme: ${theme.value}`} title={`Theme: ${theme.value}`}>
          <Icon name={themes[theme.value]} />
        </Button>
        <Button kind="quiet" class="wide-only" onClick={() => (helping.value = true)} aria-label="Keyboard" title="Keyboard (?)">
          <Icon name="keyboard" />
        </Button>
      </header>
      <LinkState />
      <main id="main" tabIndex={-1}>
        <Boundary key={`${namespace.value} ${here.path}`}>
          <here.component />
        </Boundary>
      </main>
      <Notes />
      {helping.value && <Help onClose={() => (helping.value = false)} />}
      {gone.value && <Gone {...gone.value} />}
      {tokenWanted.value && <TokenPrompt />}
    </div>
  )
}

const words = { connecting: 'Connecting', live: 'Live', lost: 'Connection lost', forgotten: 'Forgotten', refused: 'Refused' } as const

/** Whether what is seen is what is. */
function Live() {
  const state = link.value === 'live' && paused.value ? 'paused' : link.value
  return (
    <span class={`live ${state}`} role="status" data-rows={all.value.length}>
      <i aria-hidden="true" />
      <span>{state === 'paused' ? 'Paused' : words[state]}</span>
    </span>
  )
}
