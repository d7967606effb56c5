import type { ComponentChildren } from 'preact'

const inline = /(`[^`]+`|\bUnderstudy:|\*\*[^*]+\*\*|\[[^\]]+\]\(https?:[^)\s]+\))/

/** The little of Markdown that documents have: paragraphs, lists, code, bold and links. What the mock alone does begins with its name. */
export function Markdown({ text }: { text: string }) {
  return (
    <div class="markdown">
      {text
        .trim()
        .split(/\n\s*\n/)
        .map((block, i) => (/^[-*] /.test(block) ? <List key={i} block={block} /> : <p key={i}>{spans(block)}</p>))}
    </div>
  )
}

function List({ block }: { block: string }) {
  return (
    <ul>
      {block.split(/\n(?=[-*] )/).map((item, i) => (
        <li key={i}>{spans(item.slice(2))}</li>
      ))}
    </ul>
  )
}

/** A line with what stands out in it. */
export const spans = (text: string): ComponentChildren =>
  text.split(inline).map((part, i) => {
    if (i % 2 === 0) return part
    if (part.startsWith('`')) return <code key={i}>{part.slice(1, -1)}</code>
    if (part === 'Understudy:') return <strong key={i}>{part}</strong>
    if (part.startsWith('**')) return <strong key={i}>{part.slice(2, -2)}</strong>
    const [, name, href] = /^\[(.+)\]\((.+)\)$/.exec(part) ?? []
    return (
      <a key={i} href={href} target="_blank" rel="noreferrer">
        {name}
      </a>
    )
  })
