// The small parts that all screens are made of.
import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import { note } from '../store/notes'

type ButtonProps = JSX.HTMLAttributes<HTMLButtonElement> & {
  kind?: 'plain' | 'main' | 'quiet' | 'danger'
  disabled?: boolean
  type?: 'button' | 'submit'
}

export function Button({ kind = 'plain', class: more = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} class={`button ${kind} ${String(more)}`} {...rest} />
}

/** Puts a text into the clipboard, also where the page has no secure context. */
export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    const copied = document.execCommand('copy')
    area.remove()
    if (!copied) return note('The browser does not let this page copy.', 'bad')
  }
  note(`Copied ${what}.`)
}

export function CopyButton({ text, what, label }: { text: string; what: string; label?: string }) {
  const [done, setDone] = useState(false)
  const onClick = () => {
    void copy(text, what)
    setDone(true)
    setTimeout(() => setDone(false), 1500)
  }
  return (
    <Button kind="quiet" class="copy" onClick={onClick} aria-label={`Copy ${what}`} title={`Copy ${what}`}>
      <Icon name={done ? 'check' : 'copy'} />
      {label}
    </Button>
  )
}

/** A text to copy, as code. */
export function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <span class="copyable">
      <code>{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  )
}

const icons = {
  copy: 'M5 5V2.5h8.5V11H11M2.5 5H11v8.5H2.5z',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.8 10.8 14 14',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  chevron: 'M4 6l4 4 4-4',
  contract: 'M4 2h6l2.500 2.500V14H4zM6.500 7h4M6.500 9.500h4M6.500 12h2.500',
  conformance: 'M8 1.800 13.500 4v4c0 3-2.300 5-5.500 6.200C4.800 13 2.500 11 2.500 8V4zM5.500 8l2 2 3.300-3.500',
  replay: 'M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3',
  bolt: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z',
  flask: 'M6 2h4M6.8 2v4.5L3 13.5h10L9.2 6.5V2',
  question: 'M5.8 6a2.3 2.3 0 1 1 3.3 2c-.8.4-1.1.9-1.1 1.6M8 12.2v.3',
  home: 'M2.5 7.5 8 3l5.5 4.5M4 6.5v7h8v-7',
  traffic: 'M2 5h10M9.5 2.5 12 5 9.5 7.5M14 11H4M6.5 8.5 4 11l2.5 2.5',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M5 3l8 5-8 5z',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z',
  auto: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 2v12M8 5h4M8 8h5.5M8 11h4',
  warn: 'M8 2 1.5 13.5h13zM8 6.5v3.5M8 11.800v.3',
  keyboard: 'M1.5 4h13v8.5h-13zM4 6.5h.5M7 6.5h.5M10 6.5h.5M4.5 10h7',
  trash: 'M3 4.5h10M6 4.5V2.5h4v2M4.5 4.5l.5 9h6l.5-9',
  back: 'M10 3 5 8l5 5',
  sliders:
    'M2 4.5h7M12.5 4.5h1.5M2 11.5h1.5M7 11.5h7M10.5 6.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zM5.2 13.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  plus: 'M8 3v10M3 8h10',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.5V8l2.5 1.5',
  download: 'M8 2v8M4.5 7 8 10.500 11.500 7M3 13.500h10',
  list: 'M5.5 4H14M5.5 8H14M5.5 12H14M2.5 4h.3M2.5 8h.3M2.5 12h.3',
} as const

export type IconName = keyof typeof icons

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={icons[name]} />
    </svg>
  )
}

export function Tag({ kind = '', children, title }: { kind?: string; children: ComponentChildren; title?: string }) {
  return (
    <span class={`tag ${kind}`} title={title}>
      {children}
    </span>
  )
}

export function Status({ status }: { status: number }) {
  return <span class={`status s${Math.floor(status / 100)}`}>{status || 'none'}</span>
}

/** A heading with what belongs to it. */
export function Section({ title, aside, children }: { title: string; aside?: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class="section">
      <header>
        <h2>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  )
}
