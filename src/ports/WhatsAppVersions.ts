import { Context } from "effect"
import type { Effect } from "effect"

/** A version of WhatsApp Web, such as [2, 3000, 1043857760]. */
export type WebVersion = readonly [number, number, number]

/** The newest version of WhatsApp Web with which a session has opened, for all processes. Implemented by `adapters/postgres`. */
export class WhatsAppVersions extends Context.Service<
  WhatsAppVersions,
  {
    /** Null while no session has opened yet. */
    readonly lastGood: Effect.Effect<WebVersion | null>
    /** Remembers a version that opened a session; an older one than is known changes nothing. */
    readonly keep: (version: WebVersion, now: number) => Effect.Effect<void>
  }
>()("relaydesk/ports/WhatsAppVersions") {}
