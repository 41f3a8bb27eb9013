import { randomUUID } from "node:crypto"
import type { Beat } from "./PeerTalk.ts"

/** What a beat of another process came to. */
interface Heard {
  /** Events may have been missed. */
  readonly isBroken: boolean
  /** It should be told at once what is followed here. */
  readonly isAsking: boolean
}

/** Another process, as this one knows it; both number what they say, so that what is missing shows. */
export class Peer {
  /** Names this side of the link: another one means that we began anew. */
  readonly session = randomUUID()
  /** Frames of events sent to it. */
  sent = 0
  /** The version of our wishes that it has heard. */
  known = -1
  /** It has heard them once; from then on nothing of it should be missed. */
  isLinked = false
  /** The version of its wishes that we have heard, and what is followed there. */
  heardVersion = -1
  watching: ReadonlySet<string> = new Set()
  readonly #heardAt: Array<number> = []
  #theirs: string | null = null
  #received = 0
  #announced = 0

  /** When it was last heard by this way, or by any; -Infinity when never. */
  heardAt(way?: number): number {
    return way === undefined
      ? Math.max(-Infinity, ...this.#heardAt.filter((at) => at !== undefined))
      : (this.#heardAt[way] ?? -Infinity)
  }

  /** What we say of our side. */
  side() {
    return { s: this.session, n: this.sent, v: this.heardVersion }
  }

  hear(beat: Beat, self: string, way: number, now: number): Heard {
    this.#heardAt[way] = now
    let isAsking = false
    if (beat.v !== this.heardVersion) {
      isAsking = true
      if (beat.watching !== null) {
        this.watching = new Set(beat.watching)
        this.heardVersion = beat.v
      }
    }
    const side = beat.sides[self]
    if (side === undefined) return { isBroken: false, isAsking: true }
    this.known = Math.max(this.known, side.v)
    if (side.s !== this.#theirs) {
      const isAgain = this.#theirs !== null
      this.#theirs = side.s
      this.#received = this.#announced = side.n
      // It has forgotten us meanwhile, and with us what is followed here.
      if (isAgain) this.known = side.v
      return { isBroken: isAgain, isAsking: isAsking || isAgain }
    }
    return { isBroken: this.#isBehind(side.n), isAsking }
  }

  /** Whether a frame is new, and whether one before it is missing. */
  take(session: string, n: number): { readonly isNew: boolean; readonly isBroken: boolean } {
    if (session !== this.#theirs || n <= this.#received) return { isNew: false, isBroken: false }
    const isBroken = n > this.#received + 1
    this.#received = n
    return { isNew: true, isBroken }
  }

  /** Whether it has said less than it knows of when it leaves. */
  isComplete(side: { readonly s: string; readonly n: number } | undefined): boolean {
    return side === undefined || side.s !== this.#theirs || side.n <= this.#received
  }

  /** A beat may overtake the frames before it; what is still missing at the next one is lost. */
  #isBehind(n: number): boolean {
    const isLost = this.#announced > this.#received
    if (isLost) this.#received = this.#announced
    this.#announced = Math.max(this.#announced, n)
    return isLost
  }
}
