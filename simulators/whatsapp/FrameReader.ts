const LENGTH_BYTES = 3
const INTRO = Buffer.from([0x57, 0x41, 6, 3])

/** The four bytes a client begins with; they are part of the handshake hash. */
export const NOISE_INTRO = INTRO

/** Cuts a client's byte stream into frames; one WebSocket message may hold a part of one or several. */
export class FrameReader {
  #buffer: Buffer = Buffer.alloc(0)
  #introRead = false

  /** Adds received bytes and returns the frames that are complete now. */
  push(chunk: Buffer): Buffer[] {
    this.#buffer = this.#buffer.length ? Buffer.concat([this.#buffer, chunk]) : chunk
    if (!this.#introRead && !this.#skipIntro()) return []
    const frames: Buffer[] = []
    while (this.#buffer.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + this.#buffer.readUIntBE(0, LENGTH_BYTES)
      if (this.#buffer.length < end) break
      frames.push(this.#buffer.subarray(LENGTH_BYTES, end))
      this.#buffer = this.#buffer.subarray(end)
    }
    return frames
  }

  #skipIntro(): boolean {
    let start = 0
    if (this.#buffer.length < INTRO.length) return false
    // A client that knows its edge server puts `ED 0 1 len24 routingInfo` before the intro.
    if (this.#buffer[0] === 0x45 && this.#buffer[1] === 0x44) {
      if (this.#buffer.length < 7) return false
      start = 7 + this.#buffer.readUIntBE(4, LENGTH_BYTES)
    }
    if (this.#buffer.length < start + INTRO.length) return false
    if (!this.#buffer.subarray(start, start + 2).equals(INTRO.subarray(0, 2))) throw new Error("bad intro")
    this.#buffer = this.#buffer.subarray(start + INTRO.length)
    this.#introRead = true
    return true
  }
}
