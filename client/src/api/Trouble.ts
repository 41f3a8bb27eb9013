/** Something went wrong, in words for the person at the screen. */
export interface Trouble {
  /** What happened. */
  readonly message: string
  /** What to do about it. */
  readonly advice: string
  /** What to quote to support; null when the gateway was not reached. */
  readonly reference: string | null
  /** What the gateway calls it; absent when no answer came. */
  readonly tag?: string
  /** HTTP status; 0 when no answer came. */
  readonly status: number
  /** What is wrong with single parts of what was sent, where the gateway says it. */
  readonly remarks?: ReadonlyArray<Remark>
}

/** A remark about one field; `item` is the part of it: a word, a text's key, a service id. */
export interface Remark {
  readonly field: string
  readonly item: string | null
  readonly text: string
}

/** A request to the gateway failed. */
export class RequestFailed extends Error {
  override readonly name = "RequestFailed"
  readonly trouble: Trouble
  constructor(trouble: Trouble) {
    super(trouble.message)
    this.trouble = trouble
  }
}

const advice = (status: number): string => {
  if (status === 0) return "Check the connection; the page keeps trying to reconnect by itself."
  if (status === 401) return "Log in again."
  if (status === 403) return "Ask the owner of this workspace for the right to do this."
  if (status === 404) return "It may have been removed. Go back and open it again."
  if (status === 409) return "Somebody changed it a moment ago. Load it again."
  if (status === 429) return "Wait a minute, then try again."
  if (status >= 500) return "Try again. If it stays, send the reference to support."
  return "Check what you entered and try again."
}

/** Builds the trouble of a failed answer; `body` may be anything. */
export const troubleOf = (status: number, body: unknown): Trouble => {
  const fields = typeof body === "object" && body !== null ? body : {}
  const message = "message" in fields && typeof fields.message === "string" ? fields.message : ""
  const reference = "reference" in fields && typeof fields.reference === "string" ? fields.reference : null
  const tag = "_tag" in fields && typeof fields._tag === "string" ? fields._tag : null
  const remarks = "problems" in fields && Array.isArray(fields.problems) ? fields.problems : null
  return {
    ...(tag === null ? {} : { tag }),
    ...(remarks === null ? {} : { remarks: remarks as ReadonlyArray<Remark> }),
    message:
      message !== ""
        ? message
        : status === 0
          ? "The gateway cannot be reached."
          : "The gateway could not do this.",
    advice: advice(status),
    reference,
    status
  }
}

/** The trouble inside whatever was thrown. */
export const asTrouble = (error: unknown): Trouble =>
  error instanceof RequestFailed
    ? error.trouble
    : {
        message: "This page made a mistake.",
        advice: "Load the page again. If it stays, tell support what you pressed.",
        reference: error instanceof Error ? error.message : null,
        status: 0
      }
