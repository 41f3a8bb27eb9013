import { Context } from "effect"
import type { Effect, Scope } from "effect"

/** Sent to this name, a text goes to every process. */
export const everybody = "all"

/** One way for texts from process to process. What it loses, its users find out: they number what they say. */
export interface RelayWay {
  /** Whether what is sent now may arrive. */
  readonly isOpen: () => boolean
  /** Brings a text to one process or to `everybody`, in order if at all. Never waits, never fails. */
  readonly send: (to: string, text: string) => void
  /** Returns when what was sent has left, or has had its time. */
  readonly drained: Effect.Effect<void>
}

/** Between the processes of one deployment. Implemented by `adapters/relay`. */
export class LiveRelay extends Context.Service<
  LiveRelay,
  {
    /** How many processes there are, as last heard; 1 = there is nobody to talk to. */
    readonly processes: () => number
    /**
     * Opens every way, the quickest first, as soon as there is a second process; `heard` gets what is sent to `self` or to
     * everybody, with the place of the way it came by.
     */
    readonly open: (
      self: string,
      heard: (text: string, way: number) => void
    ) => Effect.Effect<ReadonlyArray<RelayWay>, never, Scope.Scope>
  }
>()("relaydesk/ports/LiveRelay") {}
