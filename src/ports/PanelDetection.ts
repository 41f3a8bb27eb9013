import { Context, Schema } from "effect"
import type { Effect, Option, Redacted } from "effect"
import type { KindAbility, PanelKind } from "../domain/PanelKind.ts"

/**
 * Why what was pasted leads to no panel; `safeText` is for the owner and holds no key.
 * - `BadAddress`: it is no address; `AddressNotAllowed`: it is not on the public internet.
 * - `Unreachable`: nobody answers; `Busy`: the panel asks to wait; `Moved`: it answers from another address.
 * - `Html`: a page instead of an API, mostly of a bot filter; `Unreadable`: neither; `NoApi`: no API that is known.
 * - `KeyRefused`: the API is there and does not take the key; `Refused`: it said something else.
 */
export class DetectionError extends Schema.TaggedError<DetectionError>()("DetectionError", {
  reason: Schema.Literals([
    "BadAddress",
    "AddressNotAllowed",
    "Unreachable",
    "Busy",
    "Moved",
    "Html",
    "Unreadable",
    "NoApi",
    "KeyRefused",
    "Refused"
  ]),
  safeText: Schema.String
}) {}

/** What the key may do and see; null where no read could tell. */
export interface KeyAbility extends KindAbility {
  readonly externalIds: boolean | null
  readonly providers: boolean | null
  readonly services: boolean | null
}

/** A panel that answered. */
export interface DetectedPanel {
  readonly kind: Exclude<PanelKind, "generic">
  /** The pasted address as it is to be saved. */
  readonly baseUrl: string
  readonly ability: KeyAbility
  /** The same in sentences. */
  readonly words: ReadonlyArray<string>
}

/** Finds out what kind of panel an owner pasted the address and key of, by reads that change nothing. Implemented by `adapters/panels`. */
export class PanelDetection extends Context.Service<
  PanelDetection,
  {
    readonly detect: (pasted: {
      readonly url: string
      readonly key: Redacted.Redacted
      /** Of the panel's user API, if given. */
      readonly userKey: Option.Option<Redacted.Redacted>
    }) => Effect.Effect<DetectedPanel, DetectionError>
  }
>()("relaydesk/ports/PanelDetection") {}
