import { type ComponentChild, h } from 'preact'
import { useMemo } from 'preact/hooks'
import { type Shape, readDrawing } from '../store/drawing'

const element = (shape: Shape | string, key: number): ComponentChild =>
  typeof shape === 'string' ? shape : h(shape.tag, { ...shape.attributes, key }, shape.children.map(element))

/** A picture of a report, as the runner has drawn it. */
export function Drawing({ svg, title }: { svg: string; title: string }) {
  const drawing = useMemo(() => readDrawing(svg), [svg])
  return (
    <figure class="drawing">
      <figcaption>{title}</figcaption>
      <div class="drawing-scroll" tabIndex={0} role="group" aria-label={title}>
        {drawing ? element(drawing, 0) : <p class="quiet">It cannot be drawn.</p>}
      </div>
    </figure>
  )
}
