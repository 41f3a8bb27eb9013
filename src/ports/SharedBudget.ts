import { Context, type Effect, Layer } from "effect"

/** A place in a panel's second, held from before a call until a second after its answer. */
export interface SharedPlace {
  /** The call was answered, or never sent. Returns at once. */
  readonly end: (isSent: boolean) => void
}

/** What one panel may still be asked, with the other processes counted in. */
export interface PanelWindow {
  /** By how much this process divides the panel's limit at this moment: 1 where every call is counted together. */
  readonly share: () => number
  /**
   * A place for one call, or the milliseconds after which to ask again; never fails and answers within a moment.
   * None where nothing is counted together: then there is no round trip.
   */
  readonly take: ((callsPerSecond: number) => Effect.Effect<SharedPlace | number>) | undefined
  /** After a 429: nobody calls for so long, and everybody a little less for a while. Returns at once. */
  readonly hold: (millis: number) => void
}

/** One process has the panel for itself. */
export const aloneWindow: PanelWindow = { share: () => 1, take: undefined, hold: () => {} }

/** The panels' budgets as all processes use them together (PR-01, BU-04). Pleasant, never truth (RT-05). */
export class SharedBudget extends Context.Service<
  SharedBudget,
  { readonly windowOf: (panel: string) => PanelWindow }
>()("relaydesk/ports/SharedBudget") {
  /** For one process that knows that it is the only one. */
  static readonly alone = Layer.succeed(SharedBudget, { windowOf: () => aloneWindow })
}
