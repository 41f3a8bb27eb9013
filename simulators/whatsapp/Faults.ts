/** A failure of one connection, at once. `number` is the gateway number it concerns. */
export type ImmediateFault =
  /** Codes 515 and 503 as such; 401 means unlinked, 440 replaced by another login, 500 an error without a code. */
  | { readonly kind: "streamError"; readonly number: string; readonly code: 401 | 440 | 500 | 503 | 515 }
  | { readonly kind: "end"; readonly number: string; readonly how: "xmlstreamend" | "close" | "reset" }

interface Scope {
  /** The gateway number it concerns; all numbers when absent. */
  readonly number?: string | undefined
  /** How often it strikes; until removed when absent. */
  readonly times?: number | undefined
}

/** A failure that waits for its occasion. */
export type StandingFault = Scope &
  /** Refuses logins and registrations; `expire` are the seconds that a ban (402) lasts. */
  (
    | { readonly kind: "loginFailure"; readonly reason: number; readonly expire?: number }
    /** Refuses clients older than 2.3000.`below` with 405. */
    | { readonly kind: "outdated"; readonly below: number }
    /** Answers a login later. */
    | { readonly kind: "slowLogin"; readonly ms: number }
    /** Answers the WebSocket upgrade with an HTTP status. `number` works only if the URL carries `?number=`. */
    | { readonly kind: "upgradeStatus"; readonly status: number }
    /** Cuts TCP at the upgrade, never answers it, or accepts it and never says a word. `number` as above. */
    | { readonly kind: "refuse" }
    | { readonly kind: "hang" }
    | { readonly kind: "silent" }
    | { readonly kind: "noPong" }
    /** Leaves queries of one namespace (`usync`, `w:g2`, `encrypt` …) unanswered. */
    | { readonly kind: "noAnswer"; readonly xmlns: string }
    /** Answers queries of one namespace with an error, e.g. `w:g2` with 429. */
    | { readonly kind: "queryError"; readonly xmlns: string; readonly code: number; readonly text?: string }
    /** Refuses a message of the gateway: 463, 479 … */
    | { readonly kind: "nack"; readonly error: number }
    /** Never acknowledges a message; it is delivered unless `deliver` is false: an unknown outcome. */
    | { readonly kind: "swallowAck"; readonly deliver?: boolean }
    | { readonly kind: "delayAck"; readonly ms: number }
    /** Resets the connection `ms` after a message came, without an ack; delivered unless `deliver` is false. */
    | { readonly kind: "dropOnMessage"; readonly ms: number; readonly deliver?: boolean }
    /** Resets the connection at the gateway's receipt for a message instead of taking it. */
    | { readonly kind: "loseReceipt" }
    /** Hands a message to the gateway twice. */
    | { readonly kind: "duplicate" }
    /** Garbles a message for the gateway, which then asks for a retry. */
    | { readonly kind: "garble" }
    /** A phone does not send again what the gateway could not read. */
    | { readonly kind: "noResend" }
    /** Names no device of anybody. */
    | { readonly kind: "noDevices" }
  )

/** Any failure the simulator can inject. */
export type Fault = ImmediateFault | StandingFault

type StandingKind = StandingFault["kind"]
type Of<K extends StandingKind> = Extract<StandingFault, { kind: K }>

/** The standing failures, asked at each occasion. */
export class Faults {
  readonly #standing = new Map<StandingFault, number>()

  /** Adds a failure; the returned function takes it away. */
  add(fault: StandingFault): () => void {
    this.#standing.set(fault, fault.times ?? Number.POSITIVE_INFINITY)
    return () => {
      this.#standing.delete(fault)
    }
  }

  /** Takes all failures away. */
  clear(): void {
    this.#standing.clear()
  }

  /** The failure of this kind for a number, if one stands; counts as one strike. */
  take<K extends StandingKind>(
    kind: K,
    number: string | undefined,
    fits: (fault: Of<K>) => boolean = () => true
  ): Of<K> | undefined {
    for (const [fault, left] of this.#standing) {
      if (!isKind(fault, kind) || !fits(fault)) continue
      if (fault.number !== undefined && fault.number !== number) continue
      if (left <= 1) this.#standing.delete(fault)
      else this.#standing.set(fault, left - 1)
      return fault
    }
    return undefined
  }
}

const isKind = <K extends StandingKind>(fault: StandingFault, kind: K): fault is Of<K> => fault.kind === kind
