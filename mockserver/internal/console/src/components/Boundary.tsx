import { Component, type ComponentChildren } from 'preact'
import { said } from '../api/client'
import { Button } from './basics'

/** Says so in its place where what is in it cannot be shown, so that all around it goes on. */
export class Boundary extends Component<{ children: ComponentChildren }, { error?: string }> {
  static override getDerivedStateFromError(error: unknown) {
    return { error: said(error) }
  }

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <div class="nothing wrong" role="alert">
        <p>This cannot be shown: {error}</p>
        <Button onClick={() => this.setState({ error: undefined })}>Try again</Button>
      </div>
    )
  }
}
