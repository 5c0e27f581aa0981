/**
 * A part of the page that breaks alone: where drawing it throws, something else stands in its place and the
 * rest of the page goes on. It is tried again once what it is drawn from has changed.
 */
import { Component, type ReactNode } from 'react'

interface Props {
  /** What it is drawn from. */
  of?: unknown
  instead: ReactNode
  children: ReactNode
}

interface State {
  isBroken: boolean
  of: unknown
}

export class Fenced extends Component<Props, State> {
  override state: State = { isBroken: false, of: this.props.of }

  static getDerivedStateFromError(): Partial<State> {
    return { isBroken: true }
  }

  static getDerivedStateFromProps({ of }: Props, state: State): State | null {
    return Object.is(of, state.of) ? null : { isBroken: false, of }
  }

  override render(): ReactNode {
    return this.state.isBroken ? this.props.instead : this.props.children
  }
}
