// Reads the drawings of reports. They come in files from anywhere, so that nothing is taken but what drawings are made of.

export type Shape = { tag: string; attributes: Record<string, string>; children: (Shape | string)[] }

const tags = new Set(['svg', 'g', 'rect', 'line', 'text', 'path', 'circle', 'title'])
const names = new Set('class x y x1 y1 x2 y2 width height rx r d transform viewBox role fill stroke-dasharray'.split(' '))
const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#34;': '"', '&#39;': "'" }

const plain = (text: string): string => text.replace(/&(?:lt|gt|amp|quot|#34|#39);/g, (entity) => entities[entity] ?? entity)

/** The shapes of an SVG; undefined if it has anything else in it. */
export function readDrawing(svg: string): Shape | undefined {
  const root: Shape = { tag: '', attributes: {}, children: [] }
  const open = [root]
  const parts = /<(\/?)([a-z]+)((?:\s+[a-zA-Z0-9-]+="[^"]*")*)\s*(\/?)>|([^<]+)|(<)/g
  for (const [, closes, tag = '', attributes = '', alone, text, odd] of svg.matchAll(parts)) {
    const around = open.at(-1)
    if (odd || !around) return undefined
    if (text !== undefined) {
      around.children.push(plain(text))
      continue
    }
    if (!tags.has(tag)) return undefined
    if (closes) {
      if (open.length < 2 || around.tag !== tag) return undefined
      open.pop()
      continue
    }
    const shape: Shape = { tag, attributes: {}, children: [] }
    for (const [, name = '', value = ''] of attributes.matchAll(/([a-zA-Z0-9-]+)="([^"]*)"/g))
      if (names.has(name)) shape.attributes[name] = plain(value)
    around.children.push(shape)
    if (!alone) open.push(shape)
  }
  const [drawing] = root.children
  return open.length === 1 && root.children.length === 1 && typeof drawing === 'object' && drawing.tag === 'svg' ? drawing : undefined
}
